/**
 * One session at work: the only place where its state changes. Commands, lines of the journal and facts of the world
 * come in through one lane, each becomes one commit, and only after that the new state is used, told and acted on.
 */
import { createLane } from '../../base/lane.ts';
import { watchSkippedTime } from '../../base/skipped-time.ts';
import type { Result } from '../../base/result.ts';
import type { AgentEvent, Capabilities } from '../../contract/agent-event.ts';
import type { Problem } from '../../base/problem.ts';
import type { NewEvent } from '../../contract/event.ts';
import { advance } from '../../core/session/then-decide.ts';
import type { Heard } from '../../core/session/turns/coalesce.ts';
import { decide, type SessionCommand } from '../../core/session/decide.ts';
import { gitDirectoriesOf } from '../../core/session/asks/judge-call.ts';
import type { Machine } from '../../core/policy/call.ts';
import { outcomeOf, type AwaitedCommand } from '../../core/session/outcome.ts';
import { recordAgent } from '../../core/session/record-agent.ts';
import { recordWorld } from '../../core/session/record-world.ts';
import type { WorldFact } from '../../core/session/world-fact.ts';
import { pendingEvent, type PendingEvent, type Session } from '../../core/session/state.ts';
import type { DecisionContext } from '../../core/session/decision-context.ts';
import { countUses } from '../../core/session/asks/uses.ts';
import { viewOf } from '../../core/session/view.ts';
import type { JournalBatch } from '../../host/process/journal-reader.ts';
import type { Commit, Committed, PendingCommand, StoredEffect } from '../../store/commit.ts';
import { changesOf } from './changes.ts';
import type { Recorded } from '../commands/asked.ts';
import { trackCommands } from '../machine/track-commands.ts';
import type { Cursor } from './cursor.ts';
import type { Deps } from '../deps.ts';
import { gitFacts } from '../policy/git-facts.ts';
import {
  decodeBatch,
  decodeErrors,
  decodeHookCalls,
  type CallBatch,
  type DecodedBatch,
} from './decode-batch.ts';
import type { Hub } from '../hub.ts';
import { placeOf } from '../policy/rule-book.ts';
import { buildTransaction, type AdapterBinding } from './transaction.ts';

export interface SessionCell {
  readonly id: string;
  /** The state as last committed. */
  readonly session: Session;
  readonly cursor: Cursor;
  /** Decides a command; accepted means durable. */
  command(command: SessionCommand, by: string, record: MakeRecord): Promise<Result<Session, Problem>>;
  /** Takes in a fact of the world. `done` is the effect that it is the result of. */
  report(fact: WorldFact, done?: number): Promise<void>;
  /**
   * Notes an effect that has no result but being done, with the next commit: until then a crash lets it be done again,
   * which is harmless for what has no result.
   */
  finish(effect: number): void;
  /** Commits what {@link finish} has noted, and that time was skipped, if anything. */
  flush(): Promise<void>;
  /** Takes in lines of the journal. */
  hear(batch: JournalBatch): Promise<void>;
  /** Takes in lines of the agent's standard error. */
  hearErrors(batch: JournalBatch): Promise<void>;
  /** `err.log` was emptied: its next line is its first. */
  restartErrors(): Promise<void>;
  /** Takes in calls that hooks ask about. */
  hearHooks(batch: CallBatch): Promise<void>;
  /** Resolves with the first committed state that fulfils the condition, the present one included. */
  until(condition: (session: Session) => boolean, signal?: AbortSignal): Promise<Session>;
  /** Resolves when nothing is queued. */
  drain(): Promise<void>;
}

/** What is stored of a command, from the state after the commit that accepts it and the events of that commit. */
export type MakeRecord = (session: Session, events: readonly NewEvent[]) => Recorded;

/** Of a command that nobody sends again. */
export const unrecorded: MakeRecord = () => ({});

export interface CellHooks {
  /** New effects are durable and can begin. */
  onEffects(cell: SessionCell, effects: StoredEffect[]): void;
  /** The state has changed. */
  onChange(cell: SessionCell, before: Session): void;
}

/** What a decision may look at; and what those before it in the same commit were uses of. */
type Scene = DecisionContext & { binding: AdapterBinding | undefined; taken: PendingEvent[] };

/** What is to become of the session in one commit. */
interface Change {
  pendingEvents: PendingEvent[];
  /** Where the journal stands after what led to the change. */
  cursor?: Cursor;
  protocolLines?: string[];
  answers?: DecodedBatch['answers'];
  done?: number[];
  record?: MakeRecord;
}

export function createSessionCell(
  deps: Deps,
  hub: Hub,
  hooks: CellHooks,
  loaded: { session: Session; cursor: Cursor; pending: readonly PendingCommand[] },
): SessionCell {
  const lane = createLane();
  const skippedTime = watchSkippedTime(deps.clock);
  const watchers = new Set<(session: Session) => void>();
  let { session, cursor } = loaded;
  const commands = trackCommands(deps.answers, session.id, loaded.pending);
  let finished: number[] = [];

  const cell: SessionCell = {
    id: session.id,
    get session() {
      return session;
    },
    get cursor() {
      return cursor;
    },
    command: (command, by, record) =>
      lane.run(async () => {
        const scene = await look();
        const decided = decide(session, command, { ...scene, by });
        if (!decided.ok) return decided;
        await commit(scene, { pendingEvents: decided.value, record });
        return { ok: true, value: session };
      }),
    report: (fact, done) =>
      lane.run(async () => {
        const scene = await look();
        await commit(scene, {
          pendingEvents: recordWorld(session, fact, scene),
          done: done === undefined ? [] : [done],
        });
      }),
    finish: (effect) => void finished.push(effect),
    flush: () =>
      lane.run(async () => {
        if (finished.length > 0 || skippedTime.pending() !== 0)
          await commit(await look(), { pendingEvents: [] });
      }),
    hear: (batch) =>
      lane.run(async () => {
        const scene = await look();
        await take(scene, decodeBatch(batch, cursor, scene.binding));
      }),
    hearErrors: (batch) =>
      lane.run(async () => {
        const scene = await look();
        const decoded = decodeErrors(batch, cursor, scene.binding);
        if (decoded.heard.length + decoded.protocolLines.length > 0) await take(scene, decoded);
        // Most lines say nothing: to read them again after a restart costs less than to store where they end.
        else cursor = decoded.cursor;
      }),
    restartErrors: () => lane.run(() => void (cursor = { ...cursor, err_offset: 0 })),
    hearHooks: (batch) =>
      lane.run(async () => {
        // A launch that came meanwhile has a box of its own, and hooks of an earlier one are gone.
        if (batch.launch !== cursor.calls.launch) return;
        const scene = await look();
        await take(scene, decodeHookCalls(batch, cursor, scene.binding));
      }),
    async until(condition, signal) {
      if (condition(session)) return session;
      const found = Promise.withResolvers<Session>();
      const watcher = (state: Session) => {
        if (condition(state)) found.resolve(state);
      };
      const onAbort = () => found.reject(signal?.reason);
      watchers.add(watcher);
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        return await found.promise;
      } finally {
        watchers.delete(watcher);
        signal?.removeEventListener('abort', onAbort);
      }
    },
    drain: () => lane.drain(),
  };
  return cell;

  async function look(): Promise<Scene> {
    const scene = await context();
    const skipped = skippedTime.take();
    // A commit of its own, so that what is decided next counts from moments that are right.
    if (skipped !== 0 && session.phase.name !== 'ended')
      await commit(scene, { pendingEvents: [pendingEvent('time.skipped', { seconds: skipped / 1_000 })] });
    return scene;
  }

  async function context(): Promise<Scene> {
    const name = session.spec.agent;
    const settings = await deps.configuration.inForce(session.spec.repo);
    const configured = settings.agents[name];
    const adapter = configured && deps.adapters.get(configured.protocol);
    const taken: PendingEvent[] = [];
    return {
      at: new Date(deps.clock.now()).toISOString(),
      newIds: deps.newIds(),
      settings,
      machine: await machineFor([]),
      rules: deps.rules.reaching(placeOf(session)),
      used: (key) => deps.rules.used(key) + countUses(taken, key),
      taken,
      capabilities: adapter?.capabilities(configured?.like ?? name) ?? noCapabilities,
      binding: configured && adapter && { adapter, agent: { name, ...configured } },
    };
  }

  /** The machine as far as it matters to the calls that wait and to those that the agent makes now. */
  async function machineFor(events: readonly AgentEvent[]): Promise<Machine> {
    const directories = gitDirectoriesOf(session, events, deps.machine);
    return { ...deps.machine, belongings: await gitFacts(deps.git, session.spec.repo, directories) };
  }

  /** Takes in what was heard, with what git says of the directories in it. */
  async function take(here: Scene, decoded: DecodedBatch): Promise<void> {
    const events = decoded.heard.map(({ event }) => event);
    const scene = { ...here, machine: await machineFor(events) };
    await commit(scene, { ...decoded, pendingEvents: record(session, decoded.heard, scene) });
  }

  async function commit(scene: Scene, change: Change): Promise<void> {
    const before = session;
    const built = buildTransaction({
      session,
      cursor: change.cursor ?? cursor,
      binding: scene.binding,
      protocolLines: change.protocolLines ?? [],
      answers: change.answers ?? [],
      pendingEvents: change.pendingEvents,
      hear: (state, events) => record(state, events.map(withoutPlace), scene),
      at: scene.at,
    });
    const done = [...finished, ...(change.done ?? [])];
    const { events, effects } = built.commit;
    const { accepted, receipts, settle } = commands.prepare(
      change.record?.(built.session, events) ?? {},
      // Commands that this session ends are stored with no other types.
      ({ type }) => outcomeOf(type as AwaitedCommand, events, built.session, scene.settings.interrupt_time_s),
      scene.at,
    );
    const recorded = accepted.length + receipts.length;
    const moved =
      built.cursor.out_offset !== cursor.out_offset || built.cursor.calls.offset !== cursor.calls.offset;
    if (events.length + effects.length + done.length + recorded === 0 && !moved) return;

    const committed = await store({ ...built.commit, done, accepted, receipts });
    finished = finished.filter((effect) => !done.includes(effect));
    session = built.session;
    cursor = built.cursor;
    if (committed.events.length > 0) {
      const changes = changesOf(viewOf(before), viewOf(session));
      hub.publish({ events: committed.events, sessions: { [session.id]: changes } });
    }
    hooks.onEffects(cell, committed.effects);
    hooks.onChange(cell, before);
    for (const watcher of watchers) watcher(session);
    settle();
  }

  /** Between the judgement of a call and this nothing has been waited for: the uses seen there are still the same. */
  async function store(commit: Commit): Promise<Committed> {
    deps.rules.take(commit.uses);
    try {
      const committed = await deps.store.commit(commit);
      if (commit.rules.length + commit.forgotten.length > 0) deps.rules.note(commit);
      return committed;
    } catch (error) {
      deps.rules.giveBack(commit.uses);
      throw error;
    }
  }

  function record(from: Session, heard: Heard[], scene: Scene): PendingEvent[] {
    let state = from;
    return heard.flatMap(({ event, ref }) => {
      const pendingEvents = recordAgent(state, event, { ...scene, newIds: deps.newIds(), ref });
      state = advance(state, pendingEvents, scene.at);
      scene.taken.push(...pendingEvents);
      return pendingEvents;
    });
  }

  function withoutPlace(event: Heard['event']): Heard {
    return { event, ref: { offset: cursor.out_offset, length: 0 } };
  }
}

/** Of an agent that is not configured any more. */
const noCapabilities: Capabilities = {
  approvals: false,
  preflight: 'none',
  rewrites_input: false,
  resume: false,
  fork: false,
  interrupt: false,
  cost: false,
  resumes_torn_turn: false,
};
