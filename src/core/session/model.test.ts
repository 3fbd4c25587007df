/** Checks the invariants of docs/ARCHITECTURE.md that decisions must keep, for facts in any order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settings, spec, context, workspace } from '../../../test/support/core-scene.ts';
import type { Settings, Reviewer } from '../../contract/settings.ts';
import type { AgentEvent } from '../../contract/agent-event.ts';
import { accountOf } from '../admission/account.ts';
import { admit } from '../admission/admit.ts';
import { heldAccounts } from '../admission/held-accounts.ts';
import { evolve } from './evolve.ts';
import { decide, type SessionCommand } from './decide.ts';
import { initialSession } from './initial.ts';
import { react, type Effect } from './react.ts';
import { recordAgent } from './record-agent.ts';
import { recordWorld } from './record-world.ts';
import type { WorldFact } from './world-fact.ts';
import type { DecisionContext } from './decision-context.ts';
import { holdsSlot, wantsSlot } from './slot.ts';
import type { PendingEvent, Session } from './state.ts';

type Input =
  | { kind: 'agent'; event: AgentEvent }
  | { kind: 'world'; fact: WorldFact }
  | { kind: 'command'; command: SessionCommand }
  | { kind: 'answer'; allow: boolean }
  /** The next facts of a well-behaved environment. */
  | { kind: 'progress'; well: boolean };

const process = { pid: 1, started: '1', boot: 'b' };
const request = fc.constantFrom('r1', 'r2', 'r3');
const tool = fc.constantFrom('t1', 't2');

const agentEvent: fc.Arbitrary<AgentEvent> = fc.oneof(
  fc.record({
    type: fc.constant('ready' as const),
    agent_session: fc.constant('c'),
    model: fc.constant(null),
    version: fc.constant(null),
    resumed: fc.boolean(),
  }),
  fc.record({ type: fc.constant('turn_started' as const), prompt_id: fc.constant(null) }),
  fc.record({
    type: fc.constant('tool_called' as const),
    tool_call: tool,
    tool: fc.constant('Bash'),
    title: fc.constant(''),
    input: fc.constant({}),
    parent: fc.option(tool),
  }),
  fc.record({
    type: fc.constant('tool_finished' as const),
    tool_call: tool,
    passed: fc.boolean(),
    output: fc.constant(''),
  }),
  fc.record({
    type: fc.constant('permission_asked' as const),
    request,
    tool_call: tool,
    tool: fc.constantFrom('Bash', 'Read'),
    title: fc.constant(''),
    input: fc.constant({ command: 'x;y' }),
    preflight: fc.boolean(),
    question: fc.boolean(),
  }),
  fc.record({ type: fc.constant('permission_withdrawn' as const), request }),
  fc.record({
    type: fc.constant('turn_ended' as const),
    result: fc.constantFrom(
      { kind: 'completed' as const, statement: 'x' },
      { kind: 'completed' as const, statement: null },
      { kind: 'interrupted' as const },
      { kind: 'failed' as const, failure: 'agent' as const, reason: 'r' },
      { kind: 'failed' as const, failure: 'limit' as const, reason: 'try again in 20s' },
    ),
  }),
);

const reviewer: Reviewer = { via: 'agent', name: 'r', agent: 'r', model: null, time_s: 1, notes: [] };

const launch = fc.integer({ min: 1, max: 3 });
const worldFact: fc.Arbitrary<WorldFact> = fc.oneof(
  fc.constant({ type: 'workspace_prepared' as const, workspace }),
  fc.constant({ type: 'workspace_failed' as const, reason: 'r' }),
  fc.record({
    type: fc.constant('launched' as const),
    launch,
    agent: fc.constant(process),
    shim: fc.constant(process),
  }),
  fc.record({
    type: fc.constant('launch_failed' as const),
    launch,
    failure: fc.constantFrom('launch', 'guard'),
    reason: fc.constant('r'),
  }),
  fc.record({
    type: fc.constant('exited' as const),
    launch,
    code: fc.constantFrom(0, 1, null),
    signal: fc.constantFrom('SIGKILL', null),
    last_words: fc.constant(null),
  }),
  fc.record({
    type: fc.constant('proved' as const),
    proof: fc.integer({ min: 1, max: 3 }),
    commits: fc.constantFrom(0, 1),
    files_changed: fc.constant(0),
    elsewhere: fc.array(fc.constant({ what: 'stash', detail: 'x' }), { maxLength: 1 }),
    tampered: fc.array(fc.constant({ what: 'core.hooksPath', detail: 'x' }), { maxLength: 1 }),
    redirected: fc.array(fc.constant({ what: 'config remote.origin.url', detail: 'x' }), { maxLength: 1 }),
  }),
  fc.record({
    type: fc.constant('stopped' as const),
    survivors: fc.constant(0),
    killed: fc.constant(0),
    tampered: fc.array(fc.constant({ what: 'hook pre-push', detail: 'x' }), { maxLength: 1 }),
    redirected: fc.array(fc.constant({ what: 'config remote.origin.url', detail: 'x' }), { maxLength: 1 }),
  }),
  fc.record({
    type: fc.constant('deadline' as const),
    kind: fc.constantFrom('interrupt', 'idle', 'release', 'start', 'time', 'silence', 'answer'),
  }),
  fc.record({
    type: fc.constant('reviewed' as const),
    subject: fc.record({
      kind: fc.constant('stop' as const),
      proof: fc.integer({ min: 1, max: 3 }),
      commits: fc.constant(1),
      files_changed: fc.constant(1),
    }),
    by: fc.constant('r'),
    answer: fc.record({
      decision: fc.constantFrom('complete', 'incomplete', 'unsure', 'failed'),
      reason: fc.constant('r'),
    }),
    usage: fc.constant(null),
  }),
  fc.constant({ type: 'removed' as const, salvage: null }),
  fc.constant({ type: 'restored' as const, workspace }),
);

/** Possible configurations of the user, each with an automatic reaction. */
const configured: Partial<Settings>[] = [
  {},
  {
    policy: { ...settings.policy, reviewer },
    stop_rule: { complete: ['x'], incomplete: [], reviewer: true, times: 2 },
    answer_time_s: 20,
    silence_time_s: 20,
    when_stalled: 'nudge',
    when_unanswered: 'wait',
  },
  {
    policy: { ...settings.policy, reviewer },
    answer_time_s: 20,
    silence_time_s: 20,
    when_stalled: 'stop',
    when_unanswered: 'end',
  },
  { answer_time_s: 20, when_unanswered: 'go_on' },
];

const command: fc.Arbitrary<SessionCommand> = fc.constantFrom(
  { type: 'send', session: 's', text: 'x' },
  { type: 'continue', session: 's', text: 'x' },
  { type: 'interrupt', session: 's' },
  { type: 'pause', target: 's' },
  { type: 'resume', target: 's' },
  { type: 'launch', session: 's' },
  { type: 'stop', target: 's' },
  { type: 'stop', target: 's', force: true },
  { type: 'remove', session: 's' },
  { type: 'undo' },
);

const input: fc.Arbitrary<Input> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('agent' as const), event: agentEvent }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('world' as const), fact: worldFact }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('command' as const), command }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('answer' as const), allow: fc.boolean() }) },
  { weight: 14, arbitrary: fc.record({ kind: fc.constant('progress' as const), well: fc.boolean() }) },
);

interface World {
  sessions: Map<string, Session>;
  log: { id: string; pendingEvent: PendingEvent; at: string }[];
  effects: { id: string; effect: Effect }[];
  /** Sessions whose slot came from admission. */
  given: Set<string>;
  second: number;
  settings: Settings;
}

describe('in any sequence', () => {
  it('the invariants hold', () => {
    const seen = new Set<string>();
    const happenings = fc.array(fc.record({ who: fc.nat({ max: 4 }), what: input }), {
      maxLength: 200,
      size: 'max',
    });
    const slotCount = fc.integer({ min: 1, max: 3 });
    const configuration = fc.constantFrom(...configured);
    fc.assert(
      fc.property(
        happenings,
        fc.boolean(),
        slotCount,
        configuration,
        (list, auto_continue, slots, change) => {
          const world: World = {
            sessions: new Map(),
            log: [],
            effects: [],
            given: new Set(),
            second: 0,
            settings: { ...settings, ...change },
          };
          for (let index = 0; index < 5; index += 1) {
            const id = `s${index}`;
            const around = context();
            const created = initialSession(
              id,
              { spec: spec({ auto_continue, max_parallel: slots }), prompt_id: `first-${id}` },
              around.at,
            );
            world.sessions.set(id, created);
          }
          const first = new Map(world.sessions);
          admitAll(world);
          for (const { who, what } of list) {
            perform(world, `s${who}`, what);
            admitAll(world);
            expect(slotsGiven(world), 'I7: no more slots than there are').toBeLessThanOrEqual(slots);
          }
          checkLog(world, first);
          for (const { pendingEvent } of world.log) seen.add(pendingEvent.kind);
        },
      ),
      { numRuns: 300 },
    );
    expect(seen, 'the happenings reach far enough').toEqual(
      new Set([
        ...seen,
        'turn.ended',
        'proof.started',
        'session.continued',
        'process.exited',
        'approval.answered',
        'session.limited',
        'session.sent_on',
        'review.ended',
      ]),
    );
  });
});

/**
 * Slots that admission gave. A person may launch beyond them, and an agent may begin a turn on its own without a
 * slot.
 */
function slotsGiven({ sessions, given }: World): number {
  return [...sessions.values()].filter((session) => holdsSlot(session) && given.has(session.id)).length;
}

function perform(world: World, id: string, what: Input): void {
  const session = world.sessions.get(id);
  if (!session) return;
  world.second += 7;
  const around = aroundOf(world);
  switch (what.kind) {
    case 'agent':
      // An agent without a process has no output.
      if (session.process && session.process.stage !== 'launching')
        apply(
          world,
          session,
          recordAgent(session, what.event, { ...around, ref: { offset: 0, length: 0 } }),
          around.at,
        );
      return;
    case 'world':
      apply(world, session, recordWorld(session, what.fact, around), around.at);
      return;
    case 'command': {
      const decided = decide(session, what.command, { ...around, by: 'x' });
      if (decided.ok) apply(world, session, decided.value, around.at);
      return;
    }
    case 'progress': {
      const next = progress(session, what.well);
      if (next) perform(world, id, next);
      return;
    }
    case 'answer': {
      const ask = session.asks.find(({ answer }) => !answer);
      if (!ask) return;
      const type = what.allow ? 'approve' : 'deny';
      const decided = decide(session, { type, approval: ask.approval.id }, { ...around, by: 'x' });
      if (decided.ok) apply(world, session, decided.value, around.at);
    }
  }
}

function aroundOf({ second, settings }: World): DecisionContext {
  return context(second, { settings });
}

/** The next step of an environment in which agents start, work, and end on request. */
function progress(session: Session, well: boolean): Input | undefined {
  const { phase, proofs, asks } = session;
  const reviewed = asks.find(({ approval, answer }) => !answer && approval.review?.state === 'under_way');
  if (reviewed)
    return {
      kind: 'world',
      fact: {
        type: 'reviewed',
        subject: { kind: 'call', approval_id: reviewed.approval.id },
        by: 'r',
        answer: { decision: well ? 'allow' : 'unsure', reason: 'r' },
        usage: { input_tokens: 1, output_tokens: 1, cost_usd: 0, model: null },
      },
    };
  if (phase.name === 'preparing') return { kind: 'world', fact: { type: 'workspace_prepared', workspace } };
  if (phase.name === 'stopping')
    return {
      kind: 'world',
      fact: { type: 'stopped', survivors: 0, killed: 0, tampered: [], redirected: [] },
    };
  if (phase.name === 'proving')
    return {
      kind: 'world',
      fact: {
        type: 'proved',
        proof: proofs,
        commits: well ? 1 : 0,
        files_changed: 0,
        tampered: [],
        redirected: [],
        elsewhere: [],
      },
    };
  return progressOfProcess(session, well);
}

function progressOfProcess(session: Session, well: boolean): Input | undefined {
  const { phase, process: running, launches } = session;
  if (running?.stage === 'launching')
    return { kind: 'world', fact: { type: 'launched', launch: launches, agent: process, shim: process } };
  if (running?.stage === 'leaving')
    return {
      kind: 'world',
      fact: { type: 'exited', launch: launches, code: 0, signal: null, last_words: null },
    };
  if (phase.name === 'ended' && phase.upkeep?.kind === 'remove')
    return { kind: 'world', fact: { type: 'removed', salvage: null } };
  if (phase.name === 'ended' && phase.upkeep) return { kind: 'world', fact: { type: 'restored', workspace } };
  if (running?.stage === 'running')
    return {
      kind: 'agent',
      event: { type: 'ready', agent_session: 'c', model: null, version: null, resumed: well },
    };
  if (phase.name === 'working' && phase.interrupt)
    return { kind: 'agent', event: { type: 'turn_ended', result: { kind: 'interrupted' } } };
  if (phase.name === 'working' && well)
    return { kind: 'agent', event: { type: 'turn_ended', result: { kind: 'completed', statement: null } } };
  return undefined;
}

function apply(world: World, session: Session, pendingEvents: PendingEvent[], at: string): void {
  let state = session;
  for (const pendingEvent of pendingEvents) {
    const before = state;
    state = evolve(before, pendingEvent, at);
    if (!holdsSlot(state)) world.given.delete(session.id);
    else if (
      !holdsSlot(before) &&
      pendingEvent.kind === 'session.admitted' &&
      pendingEvent.data.by === undefined
    )
      world.given.add(session.id);
    world.log.push({ id: session.id, pendingEvent, at });
    for (const effect of react(before, pendingEvent, state)) world.effects.push({ id: session.id, effect });
  }
  world.sessions.set(session.id, state);
}

function admitAll(world: World): void {
  for (;;) {
    const all = [...world.sessions.values()];
    const live = all.filter(holdsSlot).map(({ spec: { repo, agent } }) => ({ repo, agent }));
    const now = context(world.second).at;
    const held = heldAccounts(
      all.flatMap(({ limit }) => (limit ? [limit] : [])),
      now,
    );
    const candidates = all.flatMap((session) => {
      const wants = wantsSlot(session);
      const { repo, agent, max_parallel } = session.spec;
      const { per_repository, per_agent } = settings.limits;
      return wants === 'no'
        ? []
        : [
            {
              id: session.id,
              repo,
              agent,
              max_parallel,
              per_repository,
              per_agent,
              answered: wants === 'answered',
              held: held.get(accountOf(session.spec, settings)) ?? null,
              since: 0,
            },
          ];
    });
    const id = admit(candidates, live);
    const session = id === undefined ? undefined : world.sessions.get(id);
    if (!session) return;
    const around = aroundOf(world);
    apply(world, session, recordWorld(session, { type: 'admitted' }, around), around.at);
  }
}

function checkLog({ log, sessions, effects }: World, first: Map<string, Session>): void {
  for (const [id, session] of sessions) {
    const own = log.filter((entry) => entry.id === id);
    const kinds = own.map(({ pendingEvent }) => pendingEvent.kind);

    const folded = own.reduce(
      (state, { pendingEvent, at }) => evolve(state, pendingEvent, at),
      first.get(id) as Session,
    );
    expect(folded, 'I4: state is the fold of the log').toEqual(session);

    const ends = kinds.filter((kind) => kind === 'session.ended' || kind === 'session.continued');
    for (const [index, kind] of ends.entries())
      expect(kind, 'I3: one end per epoch').toBe(index % 2 === 0 ? 'session.ended' : 'session.continued');

    const told = effects
      .filter((entry) => entry.id === id)
      .flatMap(({ effect }) => (effect.kind === 'tell' ? [effect.request] : []));
    const launches = own.filter(({ pendingEvent }) => pendingEvent.kind === 'process.launching').length;
    const prompts = told.flatMap((entry) => (entry.type === 'prompt' ? [entry.prompt_id] : []));
    for (const prompt of prompts)
      expect(
        prompts.filter((other) => other === prompt).length,
        'I11: no prompt is told twice to one process',
      ).toBeLessThanOrEqual(launches);

    const approvals = own.flatMap(({ pendingEvent }) =>
      pendingEvent.kind === 'approval.answered' ? [pendingEvent.data.approval_id] : [],
    );
    expect(new Set(approvals).size, 'I6: an approval is answered once').toBe(approvals.length);

    if (session.phase.name === 'ended') {
      expect(session.asks).toEqual([]);
      expect(session.turn).toBeNull();
      expect(holdsSlot(session)).toBe(false);
    }
  }
}
