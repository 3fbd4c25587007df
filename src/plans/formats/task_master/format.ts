import { folderOf, inFolder } from '../../path-parts.ts';
import { replaceJsonField } from '../../write-back/json-field.ts';
import { hasTaskLists, isTaskList } from './detect.ts';
import { readTaskMaster } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const taskMaster: PlanFormat = {
  name: 'task_master',
  detect: {
    place: /\/\.taskmaster\/tasks\/[^/]+\.json$/,
    signs: [
      { in: 'json', by: 'fields', find: isTaskList },
      { in: 'json', by: 'shape', find: hasTaskLists },
    ],
    companions: /\/state\.json$/,
    refuse: null,
  },
  read: readTaskMaster,
  wanted: {
    inDirectory: [
      { rank: 120, path: /(?:^|\/)\.taskmaster\/tasks\/tasks\.json$/ },
      { rank: 190, path: /(?:^|\/)tasks\.json$/ },
    ],
    instead: null,
    beside: (path) =>
      /(?:^|\/)\.taskmaster\//.test(path) ? [inFolder(folderOf(folderOf(path)), 'state.json')] : [],
    parts: null,
  },
  directories: ['.taskmaster'],
  writeBack: (input) => replaceJsonField(input, 'status', '"done"'),
};
