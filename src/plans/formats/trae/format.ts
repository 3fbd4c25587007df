import { folderOf, inFolder } from '../../path-parts.ts';
import { tickBoxes } from '../../write-back/boxes.ts';
import { readTrae } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const trae: PlanFormat = {
  name: 'trae',
  detect: {
    place: /\/\.trae\/specs\/[^/]+\/(?:tasks|checklist)\.md$/,
    signs: [],
    companions: null,
    refuse: null,
  },
  read: readTrae,
  wanted: {
    inDirectory: [{ rank: 80, path: /(?:^|\/)\.trae\/specs\/[^/]+\/tasks\.md$/ }],
    instead: null,
    beside: (path) =>
      /(?:^|\/)\.trae\/specs\/(?:.*\/)?tasks\.md$/.test(path)
        ? [inFolder(folderOf(path), 'checklist.md')]
        : [],
    parts: null,
  },
  directories: ['.trae'],
  writeBack: (input) => tickBoxes(input),
};
