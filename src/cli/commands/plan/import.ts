import type { CommandSpec } from '../../command-spec.ts';
import { withPlanOptions } from '../../plan-options.ts';
import { stringifyPlan } from '../../stringify-plan.ts';
import { exitOnErrors, readPlan } from './read-plan.ts';

export const importPlan: CommandSpec = {
  name: 'import',
  summary: "Convert a plan to fairlead's own YAML",
  arguments: '<PLAN...>',
  configure: withPlanOptions,
  async run(call, documents, options) {
    const found = await readPlan(call, documents, options);
    call.output.data('plan', found, () => stringifyPlan(found));
    exitOnErrors(found);
  },
};
