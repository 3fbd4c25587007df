import { boxWords } from '../../boxes/box-words.ts';
import { tickBoxes } from '../../write-back/boxes.ts';
import { isTechnicalPlan } from './technical-plan.ts';
import { readSpecKit, taskId } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const specKit: PlanFormat = {
  name: 'spec_kit',
  detect: {
    // Kiro specs may be numbered, too.
    place: /(?<!\/\.kiro)\/specs\/\d{3}-[^/]+\/tasks\.md$/,
    signs: [
      {
        in: 'markdown',
        by: 'boxes',
        find: (file) =>
          boxWords(file).some((words) => /^\[?T-?\d{3,}\b/.test(words))
            ? 'checkboxes with ids like T001'
            : undefined,
      },
    ],
    companions: null,
    refuse: isTechnicalPlan,
  },
  read: readSpecKit,
  wanted: {
    inDirectory: [{ rank: 110, path: /(?:^|\/)specs\/[^/]+\/tasks\.md$/ }],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: ['.specify', 'specs'],
  writeBack: (input) => tickBoxes(input, (words) => taskId.test(words)),
};
