import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { problem } from '../base/problem.ts';
import type { Problem } from '../base/problem.ts';
import type { Plan, PlanUnit } from '../contract/plan.ts';
import { withoutReading } from './draft.ts';
import { formatByName } from './formats.ts';
import type { PlanFile } from './plan-file.ts';
import { readPlan } from './read-plan.ts';
import type { FileEdit } from './write-back/file-edit.ts';
import { readSourceText } from './text/source-text.ts';

/**
 * Returns the edits that mark a unit as done in its documents, in its format, and change nothing else.
 *
 * @param files the current content of the documents
 * @param plan as it was read before
 * @returns edits, empty if it is already marked; `conflict` if the unit's text has changed; `unsupported` if the
 *   format has no mark
 */
export function markDone(
  files: readonly PlanFile[],
  listing: readonly string[],
  plan: Plan,
  unitId: string,
): Result<FileEdit[], Problem> {
  const before = plan.units.find((unit) => unit.id === unitId);
  if (!before) return err(problem('not_found', `unit not found: ${unitId}`, 'fairlead plan show PLAN'));
  const read = readPlan(files, listing, { format: plan.format });
  if (!read.ok) return read;
  const now = read.value.units.find((unit) => unit.id === unitId);
  if (!now || !sameWords(before, now))
    return err(
      problem(
        'conflict',
        `${unitId} was changed in ${before.range.path} since the plan was read; it was not marked done`,
        'Mark it yourself, or read the plan again.',
      ),
    );
  if (now.done) return ok([]);
  return formatByName[plan.format].writeBack({
    files: files.map(readSourceText),
    listing: new Set(listing),
    plan: read.value,
    unit: now,
  });
}

/** Marks set meanwhile on other units or steps do not count as a change. */
function sameWords(before: PlanUnit, now: PlanUnit): boolean {
  const words = (unit: PlanUnit) =>
    withoutReading(unit.prompt)
      .replaceAll(/\[[ xX~-]\]/g, '[ ]')
      .replaceAll(/ ✅(?=[\s#]*$)/gm, '')
      .replaceAll('\r\n', '\n');
  return before.range.path === now.range.path && words(before) === words(now);
}
