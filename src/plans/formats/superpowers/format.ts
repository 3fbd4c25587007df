import { tickBoxesOrLine } from '../../write-back/first-line.ts';
import { hasTaskHeadings } from './detect.ts';
import { readSuperpowers } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const superpowers: PlanFormat = {
  name: 'superpowers',
  detect: {
    place: null,
    signs: [{ in: 'markdown', by: 'shape', find: hasTaskHeadings }],
    companions: null,
    refuse: null,
  },
  read: readSuperpowers,
  wanted: {
    inDirectory: [],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: ['docs'],
  writeBack: tickBoxesOrLine,
};
