import type { PlanProblem } from '../../../contract/plan.ts';
import { planProblem } from '../../draft.ts';
import { readJson } from '../../text/json-text.ts';
import { recordOf } from '../../text/fields.ts';
import { wholeText } from '../../text/source-text.ts';
import type { PlanInput } from '../../plan-input.ts';

/** cc-sdd records a person's approvals in `spec.json` beside the tasks. */
export function approvalProblems(input: PlanInput, path: string): PlanProblem[] {
  return input.sources.flatMap((source) => {
    if (source.path !== path) return [];
    const read = readJson(wholeText(source));
    const approvals = recordOf(read.ok ? recordOf(read.value)['approvals'] : null);
    const open = Object.entries(approvals)
      .filter(([, value]) => recordOf(value)['approved'] === false)
      .map(([name]) => name);
    if (open.length === 0) return [];
    return [
      planProblem('warning', 'not_approved', `not approved yet: ${open.join(', ')}`, { path: source.path }),
    ];
  });
}
