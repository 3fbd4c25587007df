import type { Result } from '../../base/result.ts';
import { ok } from '../../base/result.ts';
import type { AnswerOf } from '../../contract/answer.ts';
import type { Problem } from '../../base/problem.ts';
import { initialRun } from '../../core/plan/initial.ts';
import { reactRun } from '../../core/plan/react.ts';
import { pendingEvent, eventOf } from '../../core/plan/state.ts';
import { summaryOf, unitViewOf } from '../../core/plan/view.ts';
import { emptyCommit } from '../../store/commit.ts';
import type { CommandTicket } from '../machine/command-ticket.ts';
import type { Deps } from '../deps.ts';
import type { Hub } from '../hub.ts';
import type { LiveRuns } from './live-runs.ts';
import { viewOfRun } from './run-views.ts';
import type { PlannedRun } from './start-run.ts';

/** Stores a new run together with the receipt of its command, and starts supervising it. */
export async function beginRun(
  deps: Deps,
  hub: Hub,
  liveRuns: LiveRuns,
  { spec, plan }: PlannedRun,
  ticket: CommandTicket,
): Promise<Result<AnswerOf<'run'>, Problem>> {
  const id = `r${deps.newIds().id}`;
  const at = new Date(deps.clock.now()).toISOString();
  const created = pendingEvent('run.created', { spec, plan });
  const run = initialRun(id, created.data as PlannedRun, at);
  const units = run.units.map((_, place) => ({ place, view: unitViewOf(run, place) }));
  const answer = { type: 'run', data: viewOfRun(run, 0, deps.clock.now()) } as const;
  const committed = await deps.store.commit({
    ...emptyCommit,
    events: [eventOf(id, created, at)],
    runs: [{ id, view: summaryOf(run), units, open: true }],
    effects: reactRun(run, created, run).map((effect) => ({ owner: id, kind: effect.kind, data: effect })),
    receipts: [ticket.receipt(ok(answer))],
  });
  const liveRun = liveRuns.add(run);
  const { units: all, ...summary } = answer.data;
  const change = { summary, units: all };
  hub.publish({ events: committed.events, sessions: {}, runs: { [id]: { change, whole: () => change } } });
  await liveRun.resume(committed.effects);
  return ok(answer);
}
