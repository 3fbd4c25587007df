import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { stringifyPlan } from '../../src/cli/stringify-plan.ts';
import type { Plan, PlanUnit } from '../../src/contract/plan.ts';
import type { PlanFormatName } from '../../src/contract/plan-formats.ts';
import type { PlanFile } from '../../src/plans/plan-file.ts';
import { readPlan } from '../../src/plans/read-plan.ts';
import { wantedFiles } from '../../src/plans/wanted-files.ts';

/** Documents by path, as text or bytes. */
export type Documents = Record<string, string | Uint8Array>;

export function planFiles(documents: Documents): PlanFile[] {
  return Object.entries(documents).map(([path, content]) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return { path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
}

/**
 * Reads documents, and holds the plan against what it becomes when it is imported and read back: every document of the
 * tests is a case of that property.
 *
 * @returns the plan; throws with the refusal where there is none
 */
export function planOf(
  documents: Documents,
  format?: PlanFormatName,
  alsoListed: readonly string[] = [],
): Plan {
  const plan = readDocuments(documents, format, alsoListed);
  assert.deepEqual(contentOf(importedAndRead(plan)), contentOf(plan));
  return plan;
}

/** @returns the plan that a reader of our own format makes of what `plan import` prints */
export function importedAndRead(plan: Plan): Plan {
  const copy = readDocuments({ 'imported.yaml': stringifyPlan(plan) });
  // What a document itself says wrongly stays wrong.
  const known = new Set(errorsOf(plan));
  const wrong = copy.problems.find(({ severity, code }) => severity === 'error' && !known.has(code));
  if (wrong) throw new Error(`the imported plan is not valid: ${wrong.message}`);
  return copy;
}

function errorsOf({ problems }: Plan): string[] {
  return problems.flatMap(({ severity, code }) => (severity === 'error' ? [code] : []));
}

/** All of a plan but where it was read. */
export function contentOf({ title, goal, context, units }: Plan): object {
  return { title, goal, context, units: units.map(({ range: _range, ...unit }) => unit) };
}

/** As {@link planOf}, of a document of any size. */
export function readDocuments(
  documents: Documents,
  format?: PlanFormatName,
  alsoListed: readonly string[] = [],
): Plan {
  const files = planFiles(documents);
  const listing = [...files.map(({ path }) => path), ...alsoListed];
  const read = readPlan(files, listing, format ? { format } : {});
  if (!read.ok) throw new Error(`${read.error.code}: ${read.error.message}`);
  return read.value;
}

export function unitOf(plan: Plan, id: string): PlanUnit {
  const unit = plan.units.find((entry) => entry.id === id);
  if (!unit) throw new Error(`no unit ${id} among ${plan.units.map((entry) => entry.id).join(', ')}`);
  return unit;
}

/** @returns `id <- dependencies` of each unit: the graph at a glance */
export function graphOf(plan: Plan): string[] {
  return plan.units.map(({ id, depends_on }) =>
    depends_on.length === 0 ? id : `${id} <- ${depends_on.join(' ')}`,
  );
}

/** `ID TITLE` for each unit, with ` x` where it is done. */
export function titlesOf(documents: Documents): string[] {
  return planOf(documents).units.map(({ id, title, done }) => `${id} ${title}${done ? ' x' : ''}`);
}

/** `UNIT KIND TITLE` for each step that needs a person. */
export function personStepsOf(documents: Documents): string[] {
  return planOf(documents).units.flatMap(({ id, steps }) =>
    steps.flatMap(({ kind, title }) => (kind === 'auto' ? [] : [`${id} ${kind} ${title}`])),
  );
}

/** @returns the paths that are read of a listing, or the refusal */
export function wantedPaths(listing: readonly string[], asked: string): string[] | string {
  const found = wantedFiles(listing, [asked]);
  return found.ok ? found.value : found.error.message;
}
