import { folderOf, inFolder } from '../../path-parts.ts';
import { readTrellis } from './read.ts';
import { writeBackTask } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const trellis: PlanFormat = {
  name: 'trellis',
  detect: {
    place: /\/\.trellis\/tasks\/(?:archive\/(?:[^/]+\/)?)?[^/]+\/(?:task\.json|prd\.md)$/,
    signs: [],
    companions: null,
    refuse: null,
  },
  read: readTrellis,
  wanted: {
    inDirectory: [{ rank: 40, path: /(?:^|\/)\.trellis\/tasks\/(?!archive\/)[^/]+\/task\.json$/ }],
    instead: null,
    beside: (path) =>
      /(?:^|\/)\.trellis\/tasks\//.test(path)
        ? ['task.json', 'prd.md'].map((name) => inFolder(folderOf(path), name))
        : [],
    parts: null,
  },
  directories: ['.trellis'],
  writeBack: writeBackTask,
};
