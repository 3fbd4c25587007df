import { tickOwnBoxes } from '../../write-back/boxes.ts';
import { isSisyphus, readSisyphus } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const sisyphus: PlanFormat = {
  name: 'sisyphus',
  detect: {
    place: /\/\.sisyphus\/plans\/[^/]+\.md$/,
    signs: [
      {
        in: 'markdown',
        by: 'shape',
        find: (file) => (isSisyphus(file) ? 'numbered checkboxes with blockers' : undefined),
      },
    ],
    companions: null,
    refuse: null,
  },
  read: readSisyphus,
  wanted: {
    inDirectory: [{ rank: 60, path: /(?:^|\/)\.sisyphus\/plans\/[^/]+\.md$/ }],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: ['.sisyphus'],
  writeBack: tickOwnBoxes,
};
