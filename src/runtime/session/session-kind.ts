/** Defines the cell of a session: the data for its decisions, and how a change becomes a commit. */
import type { HookAnswer } from '../../agents/agent.ts';
import type { AgentEvent, Capabilities } from '../../contract/agent-event.ts';
import type { Machine } from '../../core/policy/call.ts';
import { gitDirectoriesOf } from '../../core/session/asks/judge-call.ts';
import { countUses } from '../../core/session/asks/uses.ts';
import type { DecisionContext } from '../../core/session/decision-context.ts';
import { outcomeOf, type AwaitedCommand } from '../../core/session/outcome.ts';
import { recordAgent } from '../../core/session/record-agent.ts';
import { pendingEvent, type PendingEvent, type Session } from '../../core/session/state.ts';
import { advance } from '../../core/session/then-decide.ts';
import type { Heard } from '../../core/session/turns/coalesce.ts';
import { viewOf } from '../../core/session/view.ts';
import type { Deps } from '../deps.ts';
import type { CellKind, Change } from '../machine/cell.ts';
import { gitFacts } from '../policy/git-facts.ts';
import { placeOf } from '../policy/rule-book.ts';
import { storeCounted } from '../policy/store-counted.ts';
import { changesOf } from './changes.ts';
import type { Cursor } from './cursor.ts';
import { buildTransaction, type AdapterBinding } from './transaction.ts';

export interface SessionState {
  session: Session;
  cursor: Cursor;
}

/** Data for a decision, with the events of earlier decisions in the same commit, because their uses of rules count. */
export type SessionScene = DecisionContext & { binding: AdapterBinding | undefined; taken: PendingEvent[] };

export interface SessionChange extends Change<SessionState> {
  scene: SessionScene;
  pendingEvents: PendingEvent[];
  /** The read positions after the lines that led to the change. */
  cursor?: Cursor;
  protocolLines?: string[];
  answers?: HookAnswer[];
}

export type SessionKind = CellKind<SessionState, SessionScene, SessionChange>;

export function createSessionKind(deps: Deps): SessionKind {
  return {
    look: ({ session }) => look(deps, session),
    skip: ({ session }, seconds, scene) =>
      session.phase.name === 'ended'
        ? undefined
        : changeOf(scene, { pendingEvents: [pendingEvent('time.skipped', { seconds })] }),
    unchanged: (scene) => changeOf(scene, { pendingEvents: [] }),
    fold(state, change) {
      const { scene, pendingEvents, protocolLines = [], answers = [] } = change;
      const cursor = change.cursor ?? state.cursor;
      const built = buildTransaction({
        session: state.session,
        cursor,
        binding: scene.binding,
        protocolLines,
        answers,
        pendingEvents,
        recordEvents: (session, events) =>
          recordAgentEvents(deps, session, events.map(withoutPlace(state.cursor)), scene),
        at: scene.at,
      });
      return {
        state: { session: built.session, cursor: built.cursor },
        commit: built.commit,
        moved:
          built.cursor.out_offset !== state.cursor.out_offset ||
          built.cursor.calls.offset !== state.cursor.calls.offset,
        news() {
          const view = viewOf(built.session);
          return { sessions: { [view.id]: { changes: changesOf(viewOf(state.session), view), view } } };
        },
      };
    },
    // The stored commands that a session ends have no other types.
    outcome: ({ type }, { session }, events, { scene }) =>
      outcomeOf(type as AwaitedCommand, events, session, scene.settings.interrupt_time_s),
    store: (commit) => storeCounted(deps, commit),
  };
}

export function changeOf(scene: SessionScene, change: Omit<SessionChange, 'scene' | 'at'>): SessionChange {
  return { ...change, scene, at: scene.at };
}

/** Records events of the agent, each in the state after the event before it. */
export function recordAgentEvents(
  { newIds }: Pick<Deps, 'newIds'>,
  from: Session,
  events: readonly Heard[],
  scene: SessionScene,
): PendingEvent[] {
  let state = from;
  return events.flatMap(({ event, ref }) => {
    const pendingEvents = recordAgent(state, event, { ...scene, newIds: newIds(), ref });
    state = advance(state, pendingEvents, scene.at);
    scene.taken.push(...pendingEvents);
    return pendingEvents;
  });
}

/** Returns the facts about the machine that matter for pending calls and for the agent's current calls. */
export async function machineFor(
  deps: Deps,
  session: Session,
  events: readonly AgentEvent[],
): Promise<Machine> {
  const directories = gitDirectoriesOf(session, events, deps.machine);
  return { ...deps.machine, belongings: await gitFacts(deps.git, session.spec.repo, directories) };
}

async function look(deps: Deps, session: Session): Promise<SessionScene> {
  const name = session.spec.agent;
  const settings = await deps.configuration.inForce(session.spec.repo);
  const configured = settings.agents[name];
  const adapter = configured && deps.adapters.get(configured.protocol);
  const taken: PendingEvent[] = [];
  return {
    at: new Date(deps.clock.now()).toISOString(),
    newIds: deps.newIds(),
    settings,
    machine: await machineFor(deps, session, []),
    rules: deps.rules.reaching(placeOf(session)),
    used: (key) => deps.rules.used(key) + countUses(taken, key),
    taken,
    capabilities: adapter?.capabilities(configured?.like ?? name) ?? noCapabilities,
    binding: configured && adapter && { adapter, agent: { name, ...configured } },
  };
}

function withoutPlace({ out_offset: offset }: Cursor) {
  return (event: AgentEvent): Heard => ({ event, ref: { offset, length: 0 } });
}

/** Applies to agents that are no longer configured. */
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
