import type { CommandSpec } from '../../command-spec.ts';
import { gatesText } from '../../gate-text.ts';
import { painter } from '../../paint.ts';
import { withPlanOptions } from '../../plan-options.ts';
import { planText } from '../../plan-text.ts';
import { exitOnErrors, readPlan } from './read-plan.ts';

export const show: CommandSpec = {
  name: 'show',
  summary: 'Show the units of a plan, in waves',
  arguments: '<PLAN...>',
  configure: (command) => withPlanOptions(command).option('--gates', 'show the gates only'),
  async run(call, documents, options) {
    const found = await readPlan(call, documents, options);
    const paint = painter(call.output.lively);
    const text = options['gates'] === true ? gatesText : planText;
    call.output.data('plan', found, () => text(found, paint));
    exitOnErrors(found);
  },
};
