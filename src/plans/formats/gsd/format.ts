import { isGsd, roadmapFor } from './plan-file.ts';
import { readGsd } from './read.ts';
import { writeBackSummary } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const gsd: PlanFormat = {
  name: 'gsd',
  detect: {
    place: null,
    signs: [{ in: 'markdown', by: 'fields', find: isGsd }],
    companions: /\/\.planning\/(?:[^/]+\/)*(?:ROADMAP|STATE|PROJECT|REQUIREMENTS)\.md$/,
    refuse: null,
  },
  read: readGsd,
  wanted: {
    inDirectory: [{ rank: 10, path: /-PLAN\.md$/ }],
    instead: null,
    beside: (path) => {
      const isPlan = path.endsWith('-PLAN.md') || /(?:^|\/)\.planning\/(?:.*\/)?PLAN\.md$/.test(path);
      return isPlan ? [roadmapFor(path)] : [];
    },
    parts: null,
  },
  directories: ['.planning'],
  writeBack: writeBackSummary,
};
