import { isTaskFile } from './detect.ts';
import { readBacklog } from './read.ts';
import { writeBackTaskFile } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const backlog: PlanFormat = {
  name: 'backlog',
  detect: {
    place: /\/backlog\/(?:tasks|completed|drafts)\/.+\.md$/i,
    signs: [{ in: 'markdown', by: 'fields', find: isTaskFile }],
    companions: /\/backlog\/config\.ya?ml$/,
    refuse: null,
  },
  read: readBacklog,
  wanted: {
    inDirectory: [{ rank: 140, path: /(?:^|\/)backlog\/tasks\/.+\.md$/i }],
    instead: null,
    beside: (path) =>
      /(?:^|\/)backlog\/tasks\//i.test(path)
        ? ['config.yml', 'config.yaml'].map((config) => path.replace(/(^|\/)tasks\/.*$/i, `$1${config}`))
        : [],
    parts: null,
  },
  directories: ['backlog'],
  writeBack: writeBackTaskFile,
};
