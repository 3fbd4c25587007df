import { boxWords } from '../../boxes/box-words.ts';
import { readTaskTable, taskTables } from './read.ts';
import { writeBackRow } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const taskTable: PlanFormat = {
  name: 'task_table',
  detect: {
    place: null,
    signs: [
      {
        in: 'markdown',
        by: 'shape',
        find: (file) =>
          boxWords(file).length === 0 && taskTables(file).length > 0 ? 'a table of tasks' : undefined,
      },
    ],
    companions: null,
    refuse: null,
  },
  read: readTaskTable,
  wanted: {
    inDirectory: [],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: [],
  writeBack: writeBackRow,
};
