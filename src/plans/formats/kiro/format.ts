import { areNumbered, boxWords } from '../../boxes/box-words.ts';
import { baseName, folderOf, inFolder } from '../../path-parts.ts';
import { tickBoxes } from '../../write-back/boxes.ts';
import { readKiro } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const kiro: PlanFormat = {
  name: 'kiro',
  detect: {
    place: /\/\.kiro\/specs\/[^/]+\/tasks\.md$/,
    signs: [
      {
        in: 'markdown',
        by: 'boxes',
        find: (file) => (areNumbered(boxWords(file)) ? 'numbered checkboxes' : undefined),
      },
    ],
    companions: /\/spec\.json$|\/\.kiro\/specs\/[^/]+\/(?:requirements|design)\.md$/,
    refuse: null,
  },
  read: readKiro,
  wanted: {
    inDirectory: [{ rank: 110, path: /(?:^|\/)\.kiro\/specs\/[^/]+\/tasks\.md$/ }],
    instead: null,
    beside: (path) => (baseName(path) === 'tasks.md' ? [inFolder(folderOf(path), 'spec.json')] : []),
    parts: null,
  },
  directories: ['.kiro'],
  writeBack: (input) => tickBoxes(input),
};
