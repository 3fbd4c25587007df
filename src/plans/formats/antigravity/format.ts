import { baseName, folderOf, inFolder } from '../../path-parts.ts';
import { tickBoxesOrLine } from '../../write-back/first-line.ts';
import { isAntigravity } from './detect.ts';
import { isTaskList, readAntigravity } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const antigravity: PlanFormat = {
  name: 'antigravity',
  detect: {
    place: null,
    signs: [{ in: 'markdown', by: 'shape', find: isAntigravity }],
    companions: null,
    refuse: null,
  },
  read: readAntigravity,
  wanted: {
    inDirectory: [{ rank: 230, path: /(?:^|\/)implementation[-_]plan\.md$/i }],
    instead: (path) =>
      baseName(path) === 'implementation_plan.md' ? inFolder(folderOf(path), 'task.md') : path,
    beside: (path) => (isTaskList(path) ? [inFolder(folderOf(path), 'implementation_plan.md')] : []),
    parts: null,
  },
  directories: [],
  writeBack: tickBoxesOrLine,
};
