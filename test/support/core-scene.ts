/** Small pieces for tests of decisions: a session in any phase, and a context to decide in. */
import type { AgentEvent } from '../../src/contract/agent-event.ts';
import type { SessionSpec } from '../../src/contract/session.ts';
import type { Settings } from '../../src/contract/settings.ts';
import { advance } from '../../src/core/session/then-decide.ts';
import { decide, type SessionCommand } from '../../src/core/session/decide.ts';
import { initialSession } from '../../src/core/session/initial.ts';
import { recordAgent } from '../../src/core/session/record-agent.ts';
import { recordWorld } from '../../src/core/session/record-world.ts';
import type { WorldFact } from '../../src/core/session/world-fact.ts';
import type { PendingEvent, Session } from '../../src/core/session/state.ts';
import type { DecisionContext } from '../../src/core/session/decision-context.ts';
import { mergeLayers } from '../../src/configuration/layers.ts';
import { builtInSettings } from '../../src/configuration/built-in.ts';

export const settings: Settings = mergeLayers([
  { source: 'built-in', root: '/', content: builtInSettings(['node', 'scripted']), narrowing: false },
]).settings;

let count = 0;

/** `second` counts from the beginning of 2026. */
export function context(second = 0, change: Partial<DecisionContext> = {}): DecisionContext {
  count += 1;
  return {
    at: new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString(),
    newIds: { id: `newIds${count}`, prompt: `prompt-${count}`, conversation: `conversation-${count}` },
    settings,
    machine: {
      home: '/home/user',
      own: [],
      realPath: (path) => path,
      isRepository: () => false,
      belongings: new Map(),
    },
    rules: [],
    used: () => 0,
    capabilities: {
      approvals: true,
      preflight: 'all',
      rewrites_input: true,
      resume: true,
      fork: true,
      interrupt: true,
      cost: true,
      resumes_torn_turn: true,
    },
    ...change,
  };
}

export function spec(change: Partial<SessionSpec> = {}): SessionSpec {
  return {
    name: 'fix it',
    task: 'Fix it',
    agent: 'claude',
    model: null,
    policy: 'moderate',
    repo: '/repo',
    workspace_mode: 'worktree',
    base: 'HEAD',
    base_commit: 'c0ffee',
    gates: [],
    auto_continue: false,
    max_parallel: 3,
    max_cost_usd: null,
    max_tokens: null,
    max_time_s: null,
    forked_from: null,
    run_id: null,
    unit_id: null,
    ...change,
  };
}

export const workspace = { path: '/srv/s1', branch: 'fairlead/s1', base: 'HEAD', base_commit: 'c0ffee' };

const process = { pid: 100, started: '1', boot: 'b' };

export type Step = { world: WorldFact } | { agent: AgentEvent } | { command: SessionCommand };

export interface Played {
  session: Session;
  /** All pendingEvents in order. */
  pendingEvents: PendingEvent[];
  /** Drafts of the last step. */
  last: PendingEvent[];
}

/** Plays steps one second apart from a session that was just created. A command that is refused is a mistake of the test. */
export function play(
  change: Partial<SessionSpec>,
  steps: readonly Step[],
  known: Partial<DecisionContext> = {},
): Played {
  let session = initialSession('s1', { spec: spec(change), prompt_id: 'first' }, context().at);
  const pendingEvents: PendingEvent[] = [];
  let last: PendingEvent[] = [];
  for (const [index, step] of steps.entries()) {
    const around = context(index + 1, known);
    last = draftsOf(session, step, around);
    session = advance(session, last, around.at);
    pendingEvents.push(...last);
  }
  return { session, pendingEvents, last };
}

function draftsOf(session: Session, step: Step, around: DecisionContext): PendingEvent[] {
  if ('world' in step) return recordWorld(session, step.world, around);
  if ('agent' in step) return recordAgent(session, step.agent, { ...around, ref: { offset: 0, length: 1 } });
  const decided = decide(session, step.command, { ...around, by: 'maria' });
  if (!decided.ok) throw new Error(decided.error.message);
  return decided.value;
}

export const kinds = (pendingEvents: readonly PendingEvent[]): string[] =>
  pendingEvents.map(({ kind }) => kind);

export const steps = {
  admitted: { world: { type: 'admitted' } },
  prepared: { world: { type: 'workspace_prepared', workspace } },
  launched: (launch = 1): Step => ({
    world: { type: 'launched', launch, agent: process, shim: { ...process, pid: 99 } },
  }),
  ready: (resumed = false): Step => ({
    agent: { type: 'ready', agent_session: 'conv', model: 'm', version: '1', resumed },
  }),
  completed: { agent: { type: 'turn_ended', result: { kind: 'completed', statement: 'did it' } } },
  proved: (proof = 1, files_changed = 1): Step => ({
    world: { type: 'proved', proof, commits: 0, files_changed, tampered: [], redirected: [], elsewhere: [] },
  }),
  stopped: { world: { type: 'stopped', survivors: 0, killed: 0, tampered: [], redirected: [] } },
  exited: (launch = 1, code: number | null = 0, signal: string | null = null): Step => ({
    world: { type: 'exited', launch, code, signal, last_words: null },
  }),
  asked: (request = 'r1', tool_call = 't1', command = 'rm -rf build; x'): Step => ({
    agent: {
      type: 'permission_asked',
      request,
      tool_call,
      tool: 'Bash',
      title: command,
      input: { command },
      preflight: false,
      question: false,
    },
  }),
  tool: (tool_call = 't1', parent: string | null = null): Step => ({
    agent: { type: 'tool_called', tool_call, tool: 'Bash', title: 'x', input: {}, parent },
  }),
} as const satisfies Record<string, Step | ((...args: never[]) => Step)>;

/** Up to the first turn. */
export const working: Step[] = [steps.admitted, steps.prepared, steps.launched(), steps.ready()];
