/** All runs: those that the daemon supervises, and those that have ended, from the store. */
import { createLane } from '../../base/lane.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { AnswerOf } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { RunView } from '../../contract/run.ts';
import { outageWaiting } from '../../core/admission/waiting.ts';
import type { RunCommand } from '../../core/plan/decide.ts';
import { isAwaited } from '../../core/plan/outcome.ts';
import { outagesOf, type Run } from '../../core/plan/state.ts';
import type { Session } from '../../core/session/state.ts';
import type { PendingCommand } from '../../store/commit.ts';
import { endsAtOnce, type Answering, type CommandTicket } from '../machine/command-ticket.ts';
import type { Deps } from '../deps.ts';
import type { Outage } from '../admission/host-state.ts';
import type { Hub } from '../hub.ts';
import type { LiveSessions } from '../session/live-sessions.ts';
import { beginRun } from './begin-run.ts';
import { createLiveRuns, type LiveRuns } from './live-runs.ts';
import type { LiveRun } from './live-run.ts';
import { viewOfStoredRun } from './run-views.ts';
import { planRun, type PlannedRun } from './start-run.ts';

export interface Runs extends AsyncDisposable {
  start(command: CommandOf<'run'>, ticket: CommandTicket): Promise<Result<AnswerOf<'run'>, Problem>>;
  /** @param selector the id of a run, or a unique beginning of one */
  command(selector: string, command: RunCommand, ticket: CommandTicket): Answering;
  /** Resolves a selector to the id of a run; undefined if no run matches. */
  resolve(selector: string): Promise<string | undefined>;
  view(id: string): Promise<RunView | undefined>;
  list(query: { repo?: string; limit: number }): Promise<RunView[]>;
  /** Handles the change of a session, which may belong to a run. */
  onSessionChange(before: Session | undefined, after: Session): void;
  /** Agents without a valid login, until a person answers the unit that reported it. */
  outages(): Outage[];
  /** Resumes runs of an earlier daemon. */
  recover(pending: readonly PendingCommand[]): Promise<void>;
}

export function createRuns(deps: Deps, hub: Hub, liveSessions: LiveSessions): Runs {
  const liveRuns = createLiveRuns(deps, hub, liveSessions);
  const starts = createLane();

  const runs: Runs = {
    start: (command, ticket) =>
      // One at a time: otherwise two simultaneous starts of the same plan could both succeed.
      starts.run(async () => {
        const planned = await planRun(deps, command);
        if (!planned.ok) return planned;
        const same = findSame(liveRuns, planned.value);
        return same ? err(runsAlready(same.cell.run)) : beginRun(deps, hub, liveRuns, planned.value, ticket);
      }),
    async command(selector, command, ticket) {
      const id = await runs.resolve(selector);
      const liveRun = id === undefined ? undefined : await liveRuns.find(id);
      return liveRun ? commandRun(deps, liveRun, command, ticket) : err(unknownRun(selector));
    },
    async resolve(selector) {
      const found = await deps.store.read('findRuns', selector);
      return found.length === 1 ? found[0] : found.find((id) => id === selector);
    },
    async view(id) {
      const stored = liveRuns.get(id) ? undefined : await deps.store.read('run', id);
      return liveRuns.get(id)?.view ?? (stored && viewOfStoredRun(stored));
    },
    list: async (query) =>
      (await deps.store.read('runs', query)).map(
        (stored) => liveRuns.get(stored.view.id)?.view ?? viewOfStoredRun(stored),
      ),
    onSessionChange(before, after) {
      const { run_id } = after.spec;
      if (run_id !== null) liveRuns.get(run_id)?.onSessionChange(before, after);
    },
    outages: () => liveRuns.all().flatMap(outagesIn),
    recover: (pending) => liveRuns.recover(pending),
    [Symbol.asyncDispose]: () => liveRuns[Symbol.asyncDispose](),
  };
  return runs;
}

async function commandRun(
  { answers }: Deps,
  { cell, answer }: LiveRun,
  command: RunCommand,
  ticket: CommandTicket,
): Answering {
  if (!isAwaited(command.type)) {
    // Computed once, because the answer contains the time of the run's last activity.
    let cached: AnswerOf<'run'> | undefined;
    const done = await cell.command(command, ticket.by, (run) => {
      cached = answer(run);
      return endsAtOnce(ticket, cached);
    });
    return done.ok ? ok(cached ?? answer(done.value)) : done;
  }
  using expected = answers.expect(ticket.id);
  const accepted = await cell.command(command, ticket.by, () => ({ accepted: [ticket.pending(cell.id)] }));
  return accepted.ok ? await expected.answer : accepted;
}

function outagesIn({ cell }: LiveRun): Outage[] {
  return outagesOf(cell.run).map(({ agent, unit }) => ({
    agent,
    waiting: outageWaiting(agent, `${cell.id}/${unit}`),
  }));
}

/** Finds a run in progress of the same documents in the same repository. */
function findSame(liveRuns: LiveRuns, { spec }: PlannedRun): LiveRun | undefined {
  const key = keyOf(spec);
  return liveRuns.all().find(({ cell: { run } }) => run.phase.name !== 'ended' && keyOf(run.spec) === key);
}

function keyOf({ repo, plan }: { repo: string; plan: string[] }): string {
  return JSON.stringify([repo, plan.toSorted()]);
}

function runsAlready(run: Run): Problem {
  return problem(
    'busy',
    `this plan is already running: ${run.id} (pid ${process.pid}), ${run.phase.name}`,
    `fairlead status ${run.id}`,
  );
}

export function unknownRun(selector: string): Problem {
  return problem('not_found', `run not found: ${selector}`, 'fairlead runs');
}
