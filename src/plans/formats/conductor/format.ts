import { tickOwnBoxes } from '../../write-back/boxes.ts';
import { isConductor, readConductor } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const conductor: PlanFormat = {
  name: 'conductor',
  detect: {
    place: /\/conductor\/tracks\/[^/]+\/plan\.md$/,
    signs: [
      {
        in: 'markdown',
        by: 'shape',
        find: (file) =>
          isConductor(file) ? 'checkboxes "Task: …", and a person verifies each phase' : undefined,
      },
    ],
    companions: null,
    refuse: null,
  },
  read: readConductor,
  wanted: {
    inDirectory: [{ rank: 20, path: /(?:^|\/)conductor\/tracks\/[^/]+\/plan\.md$/ }],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: ['conductor'],
  writeBack: tickOwnBoxes,
};
