import { err } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { problem } from '../../base/problem.ts';
import type { Problem } from '../../base/problem.ts';
import type { Plan, PlanUnit } from '../../contract/plan.ts';
import type { SourceText } from '../text/source-text.ts';
import type { FileEdit } from './file-edit.ts';

/** A unit to mark as done, in the current documents. */
export interface WriteBackInput {
  files: SourceText[];
  listing: ReadonlySet<string>;
  plan: Plan;
  unit: PlanUnit;
}

export type WriteBack = Result<FileEdit[], Problem>;

export function sourceOf({ files, unit }: WriteBackInput): SourceText | undefined {
  return files.find((file) => file.path === unit.range.path);
}

export function gone({ unit }: WriteBackInput): WriteBack {
  return err(problem('not_found', `${unit.range.path} is not there any more`, 'Mark it yourself.'));
}

export function noPlace({ unit, plan }: WriteBackInput): WriteBack {
  return err(
    problem(
      'unsupported',
      `${unit.range.path} has no place to mark ${unit.id} as done (${plan.format})`,
      'fairlead keeps the state of the run itself.',
    ),
  );
}
