/** All runs: those under way with whoever looks after them, and those that are over as they are stored. */
import { emptyCommit } from '../../store/commit.ts';
import { createLane } from '../../base/lane.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { AnswerOf, PlanView } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import { problem, type Problem } from '../../contract/error.ts';
import type { Event } from '../../contract/event.ts';
import type { RunView } from '../../contract/run.ts';
import { outageWaiting } from '../../core/admission/waiting.ts';
import type { RunCommand } from '../../core/plan/decide.ts';
import { evolveRun } from '../../core/plan/evolve.ts';
import { graphOf } from '../../core/plan/graph.ts';
import { initialRun } from '../../core/plan/initial.ts';
import { lint } from '../../core/plan/lint.ts';
import { eventOf, draft, outagesOf, type Run, type RunDraft } from '../../core/plan/state.ts';
import { reactRun } from '../../core/plan/react.ts';
import { summaryOf, unitViewOf } from '../../core/plan/view.ts';
import type { Session } from '../../core/session/state.ts';
import type { StoredRun } from '../../store/read.ts';
import type { Asked } from '../asked.ts';
import type { Deps } from '../deps.ts';
import type { Outage } from '../holds.ts';
import type { Hub } from '../hub.ts';
import type { Tenants } from '../tenants.ts';
import { inspectPlace } from '../workspace/inspect.ts';
import { readPlanFor } from './plan-source.ts';
import { keepRun, type RunKeeper } from './run-keeper.ts';
import { planRun, type PlannedRun } from './start-run.ts';

type RunAnswer = Promise<Result<AnswerOf<'run'>, Problem>>;

export interface Runs extends AsyncDisposable {
  start(command: CommandOf<'run'>, asked: Asked): RunAnswer;
  /** @param selector the id of a run, or a unique beginning of one */
  command(selector: string, command: RunCommand, asked: Asked): RunAnswer;
  /** The id that a selector stands for; undefined where it stands for no run. */
  resolve(selector: string): Promise<string | undefined>;
  view(id: string): Promise<RunView | undefined>;
  list(query: { repo?: string; limit: number }): Promise<RunView[]>;
  plan(command: CommandOf<'plan'>): Promise<Result<PlanView, Problem>>;
  /** A session has changed, one of a run perhaps. */
  hear(before: Session | undefined, after: Session): void;
  /** Agents that nobody is logged in to, until a person has answered the unit that found out. */
  outages(): Outage[];
  /** Takes up runs that an earlier daemon left. */
  recover(): Promise<void>;
}

export function createRuns(deps: Deps, hub: Hub, tenants: Tenants): Runs {
  const keepers = new Map<string, RunKeeper>();
  const starts = createLane();

  const runs: Runs = {
    start: (command, asked) =>
      // One after another: two starts of the same plan at the same moment must not both find it free.
      starts.run(async () => {
        const planned = await planRun(deps, command);
        if (!planned.ok) return planned;
        const same = findSame(planned.value);
        if (same) return err(runsAlready(same.cell.run));
        return begin(planned.value, asked);
      }),
    async command(selector, command, asked) {
      const id = await runs.resolve(selector);
      const keeper = id === undefined ? undefined : await find(id);
      if (!keeper) return err(unknownRun(selector));
      const answer = (run: Run): AnswerOf<'run'> => ({ type: 'run', data: viewOfRun(run, keeper.cost) });
      using followed = follow(keeper.cell.id);
      const done = await keeper.cell.command(command, asked.by, (run) => asked.receipt(answer(run)));
      if (!done.ok) return done;
      if (!isAwaited(command)) return ok(answer(done.value));
      const failure = await followed.ended;
      return failure ? err(failure) : ok(answer(keeper.cell.run));
    },
    async resolve(selector) {
      const found = await deps.store.read('findRuns', selector);
      return found.length === 1 ? found[0] : found.find((id) => id === selector);
    },
    async view(id) {
      const keeper = keepers.get(id);
      if (keeper) return viewOfRun(keeper.cell.run, keeper.cost);
      const stored = await deps.store.read('run', id);
      return stored && fromStore(stored);
    },
    list: async (query) =>
      (await deps.store.read('runs', query)).map((stored) => {
        const keeper = keepers.get(stored.view.id);
        return keeper ? viewOfRun(keeper.cell.run, keeper.cost) : fromStore(stored);
      }),
    async plan({ repo, paths, format, allow_overlap = false }) {
      const place = await inspectPlace(deps.git, repo, null);
      if (!place.ok) return place;
      const source = await readPlanFor(place.value.top, paths, format);
      if (!source.ok) return source;
      const { plan, listing } = source.value;
      const graph = graphOf(plan, !allow_overlap);
      const there = new Set(listing);
      const missing = new Set(plan.units.flatMap(({ files }) => files.filter((file) => !there.has(file))));
      return ok({ ...plan, problems: lint(plan, graph, missing), waves: graph.layers });
    },
    hear(before, after) {
      const { run_id } = after.spec;
      if (run_id !== null) keepers.get(run_id)?.hear(before, after);
    },
    outages: () =>
      [...keepers.values()].flatMap(({ cell }) =>
        outagesOf(cell.run).map(({ agent, unit }) => ({
          agent,
          waiting: outageWaiting(agent, `${cell.id}/${unit}`),
        })),
      ),
    async recover() {
      const [ids, effects] = await Promise.all([
        deps.store.read('openRuns'),
        deps.store.read('effects', 'runs'),
      ]);
      for (const id of ids) {
        const run = await load(id);
        if (!run) continue;
        const keeper = keepRun(deps, hub, tenants, run);
        keepers.set(id, keeper);
        await keeper.resume(effects.filter(({ owner }) => owner === id));
      }
      if (ids.length > 0) deps.log.info('took up runs', { runs: ids.length });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...keepers.values()].map((keeper) => keeper[Symbol.asyncDispose]()));
    },
  };
  return runs;

  async function begin({ spec, plan }: PlannedRun, asked: Asked): RunAnswer {
    const id = `r${deps.fresh().id}`;
    const at = new Date(deps.clock.now()).toISOString();
    const created = draft('run.created', { spec, plan });
    const run = initialRun(id, created.data as PlannedRun, at);
    const view = viewOfRun(run, 0);
    const committed = await deps.store.commit({
      ...emptyCommit,
      events: [eventOf(id, created, at)],
      runs: [
        {
          id,
          view: summaryOf(run),
          units: run.units.map((_, place) => ({ place, view: unitViewOf(run, place) })),
          open: true,
        },
      ],
      effects: reactRun(run, created, run).map((effect) => ({ owner: id, kind: effect.kind, data: effect })),
      receipt: asked.receipt({ type: 'run', data: view }),
    });
    const keeper = keepRun(deps, hub, tenants, run);
    keepers.set(id, keeper);
    hub.publish({
      events: committed.events,
      sessions: {},
      runs: { [id]: { summary: summaryOf(run), units: view.units } },
    });
    await keeper.resume(committed.effects);
    return ok({ type: 'run', data: view });
  }

  /** The same documents of the same repository, still under way. */
  function findSame({ spec }: PlannedRun): RunKeeper | undefined {
    const key = keyOf(spec);
    return [...keepers.values()].find(
      ({ cell: { run } }) => run.phase.name !== 'ended' && keyOf(run.spec) === key,
    );
  }

  /** A run that is over comes back where something is asked of it. */
  async function find(id: string): Promise<RunKeeper | undefined> {
    const known = keepers.get(id);
    if (known) return known;
    const run = await load(id);
    if (!run) return undefined;
    const keeper = keepers.get(id) ?? keepRun(deps, hub, tenants, run);
    if (!keepers.has(id)) {
      keepers.set(id, keeper);
      await keeper.resume([]);
    }
    return keeper;
  }

  async function load(id: string): Promise<Run | undefined> {
    const [first, ...rest] = await deps.store.read('runEvents', id);
    if (first?.kind !== 'run.created') return undefined;
    const start = initialRun(id, first.data, first.at);
    return rest.reduce((run, event) => evolveRun(run, asDraft(event), event.at), start);
  }

  /** Resolves when a stop, a merge, its rollback or an abandonment has come to its end, with the reason where it failed. */
  function follow(id: string): Disposable & { ended: Promise<Problem | undefined> } {
    const ended = Promise.withResolvers<Problem | undefined>();
    const subscription = hub.subscribe(({ events }) => {
      for (const event of events) {
        if (event.run_id !== id) continue;
        if (event.kind === 'run.upkeep_failed') ended.resolve(event.data.problem);
        else if (ends.has(event.kind)) ended.resolve(undefined);
      }
    });
    return { ended: ended.promise, [Symbol.dispose]: () => subscription[Symbol.dispose]() };
  }

  function viewOfRun(run: Run, cost: number): RunView {
    const now = new Date(deps.clock.now()).toISOString();
    const live = run.phase.name !== 'ended';
    return {
      ...summaryOf(run),
      pid: live ? process.pid : null,
      last_heartbeat: run.phase.name === 'ended' ? run.phase.at : now,
      cost_usd: cost,
      units: run.units.map((_, place) => unitViewOf(run, place)),
    };
  }

  function fromStore({ view, units, cost_usd }: StoredRun): RunView {
    const status = view.ended_at === null ? 'crashed' : view.status;
    const last_heartbeat = view.ended_at ?? view.started_at;
    return { ...view, status, pid: null, last_heartbeat, cost_usd, units };
  }
}

const ends = new Set<string>(['run.ended', 'run.merged', 'run.rolled_back', 'run.abandoned']);

/** Whether a command is answered when what it asked for has come about. */
function isAwaited({ type }: RunCommand): boolean {
  return type === 'stop' || type === 'merge' || type === 'rollback' || type === 'abandon';
}

function keyOf({ repo, plan }: { repo: string; plan: string[] }): string {
  return JSON.stringify([repo, plan.toSorted()]);
}

function asDraft({ kind, data }: Event): RunDraft {
  return { kind, data } as RunDraft;
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
