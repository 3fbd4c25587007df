import { ok, type Result } from '../../base/result.ts';
import type { PlanView } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import type { Problem } from '../../base/problem.ts';
import { graphOf } from '../../core/plan/graph.ts';
import { lint } from '../../core/plan/lint.ts';
import type { Deps } from '../deps.ts';
import { inspectPlace } from '../workspace/inspect.ts';
import { readPlanFor } from './plan-source.ts';

/** Reads a plan, the order of its units and its lint messages. Changes nothing. */
export async function viewPlan(
  deps: Deps,
  { repo, paths, format, allow_overlap = false }: CommandOf<'plan'>,
): Promise<Result<PlanView, Problem>> {
  const place = await inspectPlace(deps.git, repo, null);
  if (!place.ok) return place;
  const source = await readPlanFor(place.value.top, paths, format);
  if (!source.ok) return source;
  const { plan, listing } = source.value;
  const graph = graphOf(plan, !allow_overlap);
  const there = new Set(listing);
  const missing = new Set(plan.units.flatMap(({ files }) => files.filter((file) => !there.has(file))));
  return ok({ ...plan, problems: lint(plan, graph, missing), waves: graph.layers });
}
