import { boxHeadings, readZenflow } from './read.ts';
import { writeBackHeading } from './write-back.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const zenflow: PlanFormat = {
  name: 'zenflow',
  detect: {
    place: null,
    signs: [
      {
        in: 'markdown',
        by: 'shape',
        find: (file) => (boxHeadings(file).length > 1 ? 'headings with checkboxes' : undefined),
      },
    ],
    companions: null,
    refuse: null,
  },
  read: readZenflow,
  wanted: {
    inDirectory: [{ rank: 30, path: /(?:^|\/)\.zenflow\/tasks\/[^/]+\/plan\.md$/ }],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: ['.zenflow'],
  writeBack: writeBackHeading,
};
