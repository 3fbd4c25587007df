import { readCursor, todosOf } from './read.ts';
import { writeBackTodo } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const cursor: PlanFormat = {
  name: 'cursor',
  detect: {
    place: null,
    signs: [
      {
        in: 'markdown',
        by: 'fields',
        find: (file) => (todosOf(file).length > 0 ? 'front matter with todos' : undefined),
      },
    ],
    companions: null,
    refuse: null,
  },
  read: readCursor,
  wanted: {
    inDirectory: [{ rank: 70, path: /\.plan\.md$/ }],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: ['.cursor'],
  writeBack: writeBackTodo,
};
