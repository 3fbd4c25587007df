import { titleOf } from '../../documents/title-of.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { tickOwnBoxes } from '../../write-back/boxes.ts';
import { isExecPlan, readExecPlan } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const execPlan: PlanFormat = {
  name: 'exec_plan',
  detect: {
    place: null,
    signs: [
      {
        in: 'markdown',
        by: 'shape',
        find: (file) =>
          isExecPlan(file) ? 'the chapters of an ExecPlan, with its progress in checkboxes' : undefined,
      },
    ],
    companions: null,
    refuse: isGuideToPlans,
  },
  read: readExecPlan,
  wanted: {
    inDirectory: [],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: [],
  writeBack: tickOwnBoxes,
};

/** `.agent/PLANS.md` contains the rules of plans, and an example. */
function isGuideToPlans(file: MarkdownFile): string | undefined {
  return /\bExec(?:ution )?Plans\b/i.test(titleOf(file)) && !isExecPlan(file)
    ? 'it describes how to write ExecPlans and holds no work'
    : undefined;
}
