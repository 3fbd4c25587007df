import { baseName, folderOf, inFolder } from '../../path-parts.ts';
import { readOpenspec } from './read.ts';
import { writeBackChange } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const openspec: PlanFormat = {
  name: 'openspec',
  detect: {
    place: /\/openspec\/changes\/(?:archive\/)?[^/]+\/tasks\.md$/,
    signs: [],
    companions: /\/\.openspec\.ya?ml$/,
    refuse: null,
  },
  read: readOpenspec,
  wanted: {
    inDirectory: [{ rank: 90, path: /(?:^|\/)openspec\/changes\/(?!archive\/)[^/]+\/tasks\.md$/ }],
    instead: null,
    beside: (path) => (baseName(path) === 'tasks.md' ? [inFolder(folderOf(path), '.openspec.yaml')] : []),
    parts: null,
  },
  directories: ['openspec'],
  writeBack: writeBackChange,
};
