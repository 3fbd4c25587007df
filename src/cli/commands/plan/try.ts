import type { PlanView } from '../../../contract/answer.ts';
import type { CommandSpec } from '../../command-spec.ts';
import { Exit, UsageError } from '../../context.ts';
import { collect } from '../../options.ts';
import { painter } from '../../paint.ts';
import { planCommand, withPlanOptions } from '../../plan-options.ts';
import { problemLines } from '../../plan-text.ts';
import { trialText } from '../../trial-text.ts';
import { hasObstacle, tryPlan } from '../../try-plan.ts';
import { exitOnErrors, readPlan } from './read-plan.ts';

export const tryGates: CommandSpec = {
  name: 'try',
  summary: 'Run the gates of a plan on the base commit',
  arguments: '<PLAN...>',
  configure: (command) =>
    withPlanOptions(command)
      .option('--base <REF>', 'commit to run the gates on (default: HEAD)')
      .option('--only <UNIT>', 'try this unit only (repeatable)', collect),
  async run(call, documents, options) {
    const { base, only = [] } = options as { base?: string; only?: string[] };
    const { context, output } = call;
    const found = await readPlan(call, documents, options);
    const paint = painter(output.lively);
    refuseUnknown(found, only);
    const errors = found.problems.filter(({ severity }) => severity === 'error');
    for (const line of problemLines(errors, paint)) output.note(line);
    const { allow_overlap: _order, ...place } = planCommand(context, documents, options);
    const asked = { ...place, ...(base !== undefined && { base }) };
    const trial = await tryPlan(await call.client(), found, asked, only, (text) => output.note(text));
    output.data('plan_trial', trial, () => trialText(trial, paint));
    if (hasObstacle(trial)) throw new Exit(1);
    exitOnErrors(found);
  },
};

function refuseUnknown({ units }: PlanView, only: readonly string[]): void {
  const unknown = only.find((id) => !units.some((unit) => unit.id === id));
  if (unknown !== undefined) throw new UsageError(`unit not found: ${unknown}`, 'fairlead plan show PLAN');
}
