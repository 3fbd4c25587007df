import type { PlanView } from '../../../contract/answer.ts';
import type { Call, Options } from '../../command-spec.ts';
import { Exit } from '../../context.ts';
import { planCommand, type PlanOptions } from '../../plan-options.ts';

export function readPlan(call: Call, documents: readonly string[], options: Options): Promise<PlanView> {
  return call
    .client()
    .then((daemon) =>
      daemon.ask('plan', { type: 'plan', ...planCommand(call.context, documents, options as PlanOptions) }),
    );
}

/** Exits with status 1 if the plan has errors and cannot run. */
export function exitOnErrors({ problems }: PlanView): void {
  if (problems.some(({ severity }) => severity === 'error')) throw new Exit(1);
}
