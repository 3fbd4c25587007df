import { isTaskPlan } from './detect.ts';
import { readTaskPlan } from './read.ts';
import { writeBackPhase } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const taskPlan: PlanFormat = {
  name: 'task_plan',
  detect: {
    place: null,
    signs: [{ in: 'markdown', by: 'shape', find: isTaskPlan }],
    companions: null,
    refuse: null,
  },
  read: readTaskPlan,
  wanted: {
    inDirectory: [{ rank: 210, path: /(?:^|\/)task[-_]plan\.md$/i }],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: [],
  writeBack: writeBackPhase,
};
