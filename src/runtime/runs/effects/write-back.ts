/** Marks a unit as completed in the plan's documents if the user asked for it, and changes nothing else there. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunFact } from '../../../core/plan/record.ts';
import type { Run } from '../../../core/plan/state.ts';
import { listFiles } from '../../../host/system/list-files.ts';
import { markDone } from '../../../plans/mark-done.ts';
import type { FileEdit } from '../../../plans/write-back/file-edit.ts';
import type { PlanFile } from '../../../plans/plan-file.ts';
import { maximumAround, maximumListing, readFiles } from '../plan-source.ts';
import type { RunHandler } from './run-effect-context.ts';

export const writeBack: RunHandler<'write_back'> = {
  // One at a time: two marks may be in the same document.
  run: ({ unit }, { merges, cell }) => merges.run(async () => marked(unit, await mark(unit, cell.run))),
  failed: ({ unit }, reason) => marked(unit, reason),
};

function marked(unit: string, problem: string | null): RunFact {
  return { type: 'unit_marked', unit, problem };
}

/** @returns the reason why the unit could not be marked; null if it was marked */
async function mark(unit: string, { plan, spec }: Run): Promise<string | null> {
  const home = spec.plan_home ?? spec.repo;
  const listing = await listFiles(home, home === spec.repo ? maximumListing : maximumAround);
  const files = await readFiles(
    home,
    plan.sources.map(({ path }) => path),
  );
  if (!files.ok) return files.error.message;
  const edits = markDone(files.value, listing, plan, unit);
  if (!edits.ok) return edits.error.message;
  for (const edit of edits.value) await apply(home, files.value, edit);
  return null;
}

async function apply(
  top: string,
  files: readonly PlanFile[],
  { path, create, edits }: FileEdit,
): Promise<void> {
  const target = join(top, path);
  if (create) {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, edits.map(({ text }) => text).join(''), { flag: 'wx' });
    return;
  }
  const bytes = Buffer.from(files.find((file) => file.path === path)?.bytes ?? new Uint8Array());
  const parts: Buffer[] = [];
  let at = 0;
  for (const { start, end, text } of edits) {
    parts.push(bytes.subarray(at, start), Buffer.from(text));
    at = end;
  }
  const changed = Buffer.concat([...parts, bytes.subarray(at)]);
  await writeFile(`${target}.fairlead`, changed);
  await rename(`${target}.fairlead`, target);
}
