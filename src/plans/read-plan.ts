import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { problem } from '../base/problem.ts';
import type { Problem } from '../base/problem.ts';
import type { Plan } from '../contract/plan.ts';
import type { PlanFormatName } from '../contract/plan-formats.ts';
import { assemble } from './assemble.ts';
import type { Draft } from './draft.ts';
import { byWords } from './classify.ts';
import { detect } from './detect.ts';
import type { Detected } from './detect.ts';
import { formatByName } from './formats.ts';
import type { PlanInput } from './plan-input.ts';
import { planInput } from './plan-input.ts';
import type { PlanFile } from './plan-file.ts';
import { unreadable } from './unreadable.ts';

/** Maximum number of units of one plan. */
const maximumUnits = 10_000;

export interface ReadOptions {
  /** Skips detection. */
  format?: PlanFormatName;
}

/**
 * Reads documents as one plan.
 *
 * @param files the files of {@link wantedFiles}
 * @param listing all paths of the repository, to check which files exist
 * @returns the plan with its problems; an error if the documents are not plans (`invalid`), have several possible
 *   formats (`ambiguous`), or are too large (`too_large`)
 */
export function readPlan(
  files: readonly PlanFile[],
  listing: readonly string[],
  options: ReadOptions = {},
): Result<Plan, Problem> {
  const refusal = unreadable(files);
  if (refusal) return err(refusal);
  const input = planInput(files, listing);
  const detected = options.format
    ? ok({ format: options.format, reason: 'asked for by --format' })
    : detect(input);
  if (!detected.ok) return detected;
  const { format, reason, draft } = options.format
    ? importAs(input, detected.value)
    : importBest(input, detected.value);
  const names = files.length === 1 ? (files[0]?.path ?? '') : `${files.length} files`;
  if (draft.units.length === 0) return err(noUnits(names, format, reason, draft));
  if (draft.units.length > maximumUnits)
    return err(
      problem(
        'too_large',
        `${names}: ${draft.units.length} units, a plan may have ${maximumUnits}`,
        'Split it into several plans.',
      ),
    );
  return ok(assemble(draft, format, reason, input.sources));
}

interface Imported extends Detected {
  draft: Draft;
}

function importAs(input: PlanInput, detected: Detected): Imported {
  return { ...detected, draft: formatByName[detected.format].read(input) };
}

/** Other documents may be in the place of a format: if none is found that way, the content decides. */
function importBest(input: PlanInput, detected: Detected): Imported {
  const imported = importAs(input, detected);
  if (imported.draft.units.length > 0) return imported;
  const second = detect(input, byWords);
  if (!second.ok || second.value.format === detected.format) return imported;
  const other = importAs(input, second.value);
  return other.draft.units.length > 0 ? other : imported;
}

function noUnits(names: string, format: PlanFormatName, reason: string, draft: Draft): Problem {
  const fault = draft.problems.find(({ severity }) => severity === 'error');
  const [note] = draft.problems;
  if (!fault)
    return problem(
      'invalid',
      `${names}: no unit found, read as ${format} (${reason})${note ? `; ${note.message}` : ''}`,
      'Name another document, or its format with --format.',
    );
  const place = fault.line === null ? '' : `line ${fault.line}: `;
  return problem('invalid', `${names}: ${place}${fault.message}`, 'Correct it and try again.');
}
