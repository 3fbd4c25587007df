import { replaceStatus } from '../../write-back/front-matter.ts';
import { readBeans } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const beans: PlanFormat = {
  name: 'beans',
  detect: {
    place: /\/\.beans\/(?:archive\/)?[^/]+\.md$/,
    signs: [],
    companions: null,
    refuse: null,
  },
  read: readBeans,
  wanted: {
    inDirectory: [{ rank: 45, path: /(?:^|\/)\.beans\/[^/]+\.md$/ }],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: ['.beans'],
  writeBack: (input) => replaceStatus(input, 'completed'),
};
