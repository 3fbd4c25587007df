import type { PlanFormat } from '../../src/contract/plan.ts';
import { markDone } from '../../src/plans/mark-done.ts';
import type { FileEdit } from '../../src/plans/mark-done.ts';
import { planFiles, planOf } from './plan-files.ts';
import type { Documents } from './plan-files.ts';

/** @returns the documents after the unit was marked in them; made files too */
export function marked(
  documents: Documents,
  unit: string,
  format?: PlanFormat,
  now: Documents = documents,
): Record<string, string> {
  const plan = planOf(documents, format);
  const result = markDone(planFiles(now), Object.keys(now), plan, unit);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return applied(now, result.value);
}

function applied(documents: Documents, edits: readonly FileEdit[]): Record<string, string> {
  const after = new Map(planFiles(documents).map(({ path, bytes }) => [path, bytes]));
  for (const file of edits) {
    let bytes = after.get(file.path) ?? new Uint8Array();
    if (after.has(file.path) === file.create)
      throw new Error(`${file.path}: exists: ${after.has(file.path)}`);
    for (const { start, end, text } of file.edits.toReversed())
      bytes = Uint8Array.from([
        ...bytes.slice(0, start),
        ...new TextEncoder().encode(text),
        ...bytes.slice(end),
      ]);
    after.set(file.path, bytes);
  }
  return Object.fromEntries(
    [...after].map(([path, bytes]) => [path, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)]),
  );
}

/** @returns the documents after each open unit was marked in turn, as a run does it */
export function allMarked(documents: Documents, format?: PlanFormat): Record<string, string> {
  let now: Documents = documents;
  for (const { id, done } of planOf(documents, format).units)
    if (!done) now = marked(documents, id, format, now);
  return applied(now, []);
}
