import type { CommandSpec } from '../../command-spec.ts';
import { gateNoteLines } from '../../gate-text.ts';
import { painter } from '../../paint.ts';
import { withPlanOptions } from '../../plan-options.ts';
import { planSize, problemLines } from '../../plan-text.ts';
import { exitOnErrors, readPlan } from './read-plan.ts';

export const lint: CommandSpec = {
  name: 'lint',
  summary: 'List the problems of a plan, and how gates were read',
  arguments: '<PLAN...>',
  configure: withPlanOptions,
  async run(call, documents, options) {
    const found = await readPlan(call, documents, options);
    const paint = painter(call.output.lively);
    call.output.data('plan', found, () =>
      [
        `${found.format}: ${planSize(found)}`,
        ...problemLines(found.problems, paint),
        ...gateNoteLines(found, paint),
      ].join('\n'),
    );
    exitOnErrors(found);
  },
};
