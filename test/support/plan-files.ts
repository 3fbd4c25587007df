import { createHash } from 'node:crypto';
import type { Plan, PlanFormat, PlanUnit } from '../../src/contract/plan.ts';
import type { PlanFile } from '../../src/plans/plan-file.ts';
import { readPlan } from '../../src/plans/read-plan.ts';

/** Documents by path, as text or bytes. */
export type Documents = Record<string, string | Uint8Array>;

export function planFiles(documents: Documents): PlanFile[] {
  return Object.entries(documents).map(([path, content]) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return { path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
}

/** @returns the plan; throws with the refusal where there is none */
export function planOf(documents: Documents, format?: PlanFormat, alsoListed: readonly string[] = []): Plan {
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
