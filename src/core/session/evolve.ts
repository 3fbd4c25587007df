/**
 * Applies an event to a session: pure, total, and identical for a new and a replayed event. Effects of an event are
 * in react.ts; decisions that lead to one are in decide.ts, record-agent.ts and record-world.ts.
 */
import { keepEnd, keepStart } from '../../base/cut-text.ts';
import type { SessionEventData, SessionEventKind } from '../../contract/event.ts';
import type { Review, ReviewSubject } from '../../contract/review.ts';
import { limitWaiting } from '../admission/waiting.ts';
import { hasAnswer, isBlocked, isTold } from './asks/blocked.ts';
import { initialSession } from './initial.ts';
import { holdsSlot, wantsSlot } from './slot.ts';
import type {
  Ask,
  CountedCall,
  PendingEvent,
  GateResult,
  SessionPhase,
  JudgedToolCall,
  Session,
} from './state.ts';
import { skipTime } from './watch/skip-time.ts';
import { actionOf, errorOf, rememberedSteps } from './watch/stuck.ts';
import { usesOfCall } from './asks/uses.ts';

type Table = {
  [K in Exclude<SessionEventKind, 'session.created'>]: (
    session: Session,
    data: SessionEventData[K],
    at: string,
  ) => Partial<Session>;
};

/** @param at time of the event, ISO 8601 UTC */
export function evolve(session: Session, { kind, data }: PendingEvent, at: string): Session {
  if (kind === 'session.created') return initialSession(session.id, data, at);
  // One entry per kind, so the entry matches the data of the kind.
  const change = (table[kind] as (session: Session, data: unknown, at: string) => Partial<Session>)(
    session,
    data,
    at,
  );
  const after = keepTime(session, settle({ ...session, ...change }), at);
  return {
    ...after,
    waits_for: wantsSlot(after) === 'no' ? null : after.waits_for,
    last_activity_at: isActivity(kind) ? at : after.last_activity_at,
  };
}

/** Waiting and a changed clock do not count as activity. */
function isActivity(kind: SessionEventKind): boolean {
  return kind !== 'session.waiting' && kind !== 'time.skipped';
}

const table: Table = {
  'time.skipped': (session, { seconds }) => skipTime(session, seconds),
  'session.admitted': (session, _, at) => ({
    phase: session.workspace ? admittedPhase(session, at) : { name: 'preparing' },
    started_at: session.started_at ?? at,
    asks: session.asks.filter(({ answer }) => answer === null),
  }),
  'session.waiting': (_session, waiting) => ({ waits_for: waiting }),
  'workspace.prepared': (_session, { workspace }) => ({ workspace }),
  'process.launching': (session, { launch }, at) => ({
    phase: { name: 'starting', since: at },
    process: { stage: 'launching', launch },
    launches: launch,
    restarts: session.turn ? [...session.restarts, at] : session.restarts,
  }),
  'process.guarded': (_session, { sandbox, preflight }) => ({ guard: { sandbox, preflight } }),
  'process.started': ({ phase }, { launch, agent, shim }, at) => ({
    process: { stage: 'running', launch, agent, shim },
    phase: phase.name === 'starting' ? { name: 'starting', since: at } : phase,
  }),
  // With a torn turn and no slot, the session needs one before the agent can start again.
  'process.exited': ({ phase }, _data, at) => ({
    process: null,
    tools: [],
    phase: phase.name === 'waiting' ? { name: 'queued', since: at } : phase,
  }),
  'process.releasing': ({ process }) => ({
    process: process && process.stage !== 'launching' ? { ...process, stage: 'leaving' } : process,
  }),
  'conversation.lost': ({ process }) => ({
    conversation: null,
    process: process && process.stage !== 'launching' ? { ...process, stage: 'leaving' } : process,
  }),
  'agent.ready': ({ process, model }, data) => ({
    conversation: data.agent_session,
    model: data.model ?? model,
    process: process && process.stage !== 'launching' ? { ...process, stage: 'ready' } : process,
  }),
  'unchanged.asked': () => ({ asked_unchanged: true }),
  'prompt.queued': (session, { prompt_id, text, by }, at) => ({
    prompts: [...session.prompts, { prompt_id, text }],
    asked_unchanged: session.asked_unchanged && by === 'fairlead',
    phase: session.phase.name === 'idle' ? { name: 'queued', since: at } : session.phase,
  }),
  'turn.started': (session, { turn, prompt_id, text }) => ({
    phase: { name: 'working', interrupt: null },
    // The next turn clears the reason why the last one ended.
    attention: session.attention.filter((kind) => kind !== 'unasked'),
    // A resumed turn keeps its text.
    turn: {
      number: turn,
      prompt_id,
      text: text ?? (session.turn?.number === turn ? session.turn.text : null),
    },
    prompts: session.prompts.filter((prompt) => prompt.prompt_id !== prompt_id),
    statement: null,
    rejected: null,
    stats: { ...session.stats, turns: turn },
  }),
  'turn.ended': (session, { statement, result }, at) => ({
    turn: null,
    tools: [],
    steps: [],
    counted: [],
    judged: [],
    retrying: null,
    statement,
    limit: result === 'completed' ? null : session.limit,
    // A turn that ends while an answer is pending holds no slot; the next step needs one.
    phase: session.phase.name === 'waiting' ? { name: 'queued', since: at } : session.phase,
  }),
  'command.refused': () => ({}),
  'agent.text': answered,
  'agent.thinking': answered,
  'tool.called': (session, { tool_call, tool, title, input, parent, objection }) => ({
    ...answered(session),
    steps: [
      ...session.steps.slice(1 - rememberedSteps),
      { tool_call, action: actionOf(tool, input), error: null },
    ],
    tools: [
      ...session.tools.slice(-maximumTools),
      { tool_call, tool, parent, ...(objection && { objection: { verdict: objection, title } }) },
    ],
    limit: null,
    stats: { ...session.stats, tool_calls: session.stats.tool_calls + 1 },
  }),
  'tool.finished': ({ tools, steps }, { tool_call, passed, output }) => ({
    steps: passed
      ? steps
      : steps.map((step) => (step.tool_call === tool_call ? { ...step, error: errorOf(output) } : step)),
    tools: tools.filter((tool) => tool.tool_call !== tool_call),
  }),
  'policy.unasked': () => ({}),
  'policy.decided': ({ stats, counted, judged }, { tool_call, verdict, call, uses }) => ({
    counted: withUses(counted, call, uses),
    judged: withJudged(judged, tool_call, verdict.decision === 'deny'),
    // One call may be asked about in pieces, or again with more details: several denials of it count once.
    ...(verdict.decision === 'deny' &&
      !isDenied(judged, tool_call) && { stats: { ...stats, denials: stats.denials + 1 } }),
  }),
  'approval.asked': ({ asks, counted, judged }, { approval, request, call, uses = [] }, at) => ({
    judged: withJudged(judged, approval.tool_call, false),
    asks: [
      ...asks,
      { approval, request, answer: null, open_since: at, uses: [...usesOfCall(counted, call), ...uses] },
    ],
    counted: withUses(counted, call, uses),
  }),
  'approval.answered': (session, data) => ({
    asks:
      session.phase.name === 'waiting' && isTold(data)
        ? session.asks.map((ask) => (ask.approval.id === data.approval_id ? withAnswer(ask, data) : ask))
        : session.asks.filter((ask) => ask.approval.id !== data.approval_id),
    stats: {
      ...session.stats,
      approvals: session.stats.approvals + (data.status === 'allowed' ? 1 : 0),
      denials: session.stats.denials + (data.status === 'denied' ? 1 : 0),
    },
  }),
  'approval.withdrawn': ({ asks }, { approval_id }) => ({
    asks: asks.filter((ask) => ask.approval.id !== approval_id),
  }),
  'rule.added': () => ({}),
  'rule.forgotten': () => ({}),
  'review.started': ({ asks, reviews }, { subject, by }) => ({
    reviews: reviews + 1,
    asks: withReview(asks, subject, { by, state: 'under_way', reason: null }),
  }),
  'review.ended': ({ asks }, { subject, by, answer: { decision, reason } }) => {
    const state = decision === 'unsure' || decision === 'failed' ? 'handed_over' : 'answered';
    return { asks: withReview(asks, subject, { by, state, reason }) };
  },
  'usage.recorded': ({ stats }, usage) => ({
    stats: {
      ...stats,
      input_tokens: stats.input_tokens + usage.input_tokens,
      output_tokens: stats.output_tokens + usage.output_tokens,
      cost_usd: stats.cost_usd + usage.cost_usd,
    },
  }),
  'limit.reported': (_session, { status, resets_at }) => ({
    rejected: status === 'rejected' ? { resets_at } : null,
  }),
  'session.limited': (_session, { account, until, tries }, at) => ({
    phase: { name: 'queued', since: at },
    limit: { account, until, tries },
    waits_for: limitWaiting(account, until),
  }),
  'limit.lifted': () => ({ limit: null, waits_for: null }),
  'agent.retrying': ({ retrying }, { attempt, of, error, failure }, at) => ({
    retrying: { attempt, of, error, failure, since: retrying?.since ?? at },
  }),
  'agent.notice': () => ({}),
  'turn.interrupting': ({ phase }, { by }, at) => ({
    phase: hasInterrupt(phase) ? { ...phase, interrupt: { by, since: at, overdue: false } } : phase,
  }),
  'turn.interrupt_failed': ({ phase }) => ({
    phase:
      hasInterrupt(phase) && phase.interrupt
        ? { ...phase, interrupt: { ...phase.interrupt, overdue: true } }
        : phase,
  }),
  'session.pausing': () => ({ intent: 'pause' }),
  'session.paused': (_session, _data, at) => ({ phase: { name: 'paused', since: at }, intent: 'pause' }),
  'session.resumed': ({ phase, attention }, _data, at) => ({
    intent: 'go_on',
    attention: attention.filter((kind) => kind !== 'approval'),
    phase: phase.name === 'paused' ? { name: 'queued', since: at } : phase,
  }),
  'session.idled': (_session, { why }, at) => ({ phase: { name: 'idle', since: at, why } }),
  'proof.started': (_session, { proof }) => ({ phase: { name: 'proving', proof }, proofs: proof, gates: [] }),
  'gate.finished': ({ gates }, data) => ({ gates: [...gates, gateResult(data)] }),
  'session.sent_on': ({ continues }) => ({ continues: continues + 1 }),
  'attention.raised': ({ attention }, { kind }) => ({
    attention: attention.includes(kind) ? attention : [...attention, kind],
  }),
  'attention.cleared': ({ attention }, { kind }) => ({
    attention: attention.filter((entry) => entry !== kind),
  }),
  'session.stopping': (_session, { outcome }) => ({ phase: { name: 'stopping', outcome } }),
  'session.ended': (_session, { outcome }, at) => ({
    phase: { name: 'ended', outcome, upkeep: null },
    process: null,
    turn: null,
    prompts: [],
    asks: [],
    tools: [],
    limit: null,
    intent: 'go_on',
    ended_at: at,
  }),
  'session.continued': (session, { epoch, prompt_id, text }, at) => ({
    phase: { name: 'queued', since: at },
    epoch,
    prompts: [{ prompt_id, text }],
    asked_unchanged: false,
    continues: 0,
    reviews: 0,
    restarts: [],
    attention: [],
    ended_at: null,
    worked_s: 0,
    epoch_stats: session.stats,
  }),
  'upkeep.started': ({ phase }, { task }) => ({
    phase: phase.name === 'ended' ? { ...phase, upkeep: task } : phase,
  }),
  'upkeep.failed': ({ phase }) => ({ phase: withoutUpkeep(phase) }),
  'session.removed': ({ phase }, { salvage }) => ({
    phase: withoutUpkeep(phase),
    removed: true,
    salvage,
    attention: [],
  }),
  'session.restored': ({ phase }, { workspace }) => ({
    phase: withoutUpkeep(phase),
    removed: false,
    salvage: null,
    workspace,
  }),
  'session.merged': ({ phase }, { into, from, commit }) => ({
    phase: withoutUpkeep(phase),
    attention: [],
    merged: { into, from, commit },
    taken_out: null,
  }),
  'session.rolled_back': ({ phase }, { into, from, commit }) => ({
    phase: withoutUpkeep(phase),
    merged: null,
    taken_out: { into, from, commit },
  }),
  'session.abandoned': ({ phase }, { salvage }) => ({
    phase: withoutUpkeep(phase),
    removed: true,
    salvage,
    attention: [],
  }),
  'guard.tripped': () => ({}),
  'journal.skipped': () => ({}),
};

/** Maximum number of remembered tool calls; an agent that never finishes them must not exhaust memory. */
const maximumTools = 1_000;

/** Maximum number of remembered calls with uses; a second question about a call follows soon. */
const maximumCounted = 100;

/** The model has answered: clears the state and attention raised by its silence. */
function answered({ retrying, attention }: Session): Partial<Session> {
  return retrying ? { retrying: null, attention: attention.filter((kind) => kind !== 'limit') } : {};
}

/** Maximum number of calls remembered as judged in one turn. */
const maximumJudged = 200;

function withJudged(judged: JudgedToolCall[], tool_call: string, denied: boolean): JudgedToolCall[] {
  const others = judged.filter((one) => one.tool_call !== tool_call);
  return [...others, { tool_call, denied: denied || isDenied(judged, tool_call) }].slice(-maximumJudged);
}

function isDenied(judged: readonly JudgedToolCall[], tool_call: string): boolean {
  return judged.some((one) => one.tool_call === tool_call && one.denied);
}

function withUses(
  counted: readonly CountedCall[],
  call: string | undefined,
  uses: readonly string[] = [],
): CountedCall[] {
  const kept = counted.slice(-maximumCounted);
  return call === undefined || uses.length === 0 ? kept : [...kept, { call, uses }];
}

function admittedPhase({ phase }: Session, at: string): SessionPhase {
  return phase.name === 'waiting' ? { ...phase, name: 'working' } : { name: 'starting', since: at };
}

function gateResult({ command, passed, exit_code, output }: SessionEventData['gate.finished']): GateResult {
  if (passed) return { command, passed, why: null, output: '' };
  const status = exit_code === null ? 'was ended' : `exit status ${exit_code}`;
  const last = keepStart(output.trimEnd().split('\n').at(-1)?.trim() ?? '', 200);
  return {
    command,
    passed,
    why: last ? `${status}: ${last}` : status,
    output: keepEnd(output, maximumGateOutput),
  };
}

/** Maximum characters of a failed gate's output in the prompt to the agent. */
const maximumGateOutput = 4_000;

function withReview(asks: Ask[], subject: ReviewSubject, review: Review): Ask[] {
  if (subject.kind !== 'call') return asks;
  return asks.map((ask) =>
    ask.approval.id === subject.approval_id ? { ...ask, approval: { ...ask.approval, review } } : ask,
  );
}

function withAnswer(ask: Ask, data: SessionEventData['approval.answered']): Ask {
  return {
    ...ask,
    answer: {
      allowed: data.status === 'allowed',
      message: data.message,
      input: data.input ?? ask.approval.input,
    },
  };
}

function hasInterrupt(phase: SessionPhase): phase is Extract<SessionPhase, { interrupt: unknown }> {
  return phase.name === 'working' || phase.name === 'waiting';
}

function withoutUpkeep(phase: SessionPhase): SessionPhase {
  return phase.name === 'ended' ? { ...phase, upkeep: null } : phase;
}

/**
 * In a turn, a blocked session waits without a slot. It resumes work only with a slot: an action of its agent
 * meanwhile, such as a second call, must not take the slot of another session.
 */
function settle(session: Session): Session {
  const { phase } = session;
  if (phase.name !== 'working' || !(isBlocked(session) || hasAnswer(session))) return session;
  return { ...session, phase: { ...phase, name: 'waiting' } };
}

/** Adds up the time with a slot. */
function keepTime(before: Session, after: Session, at: string): Session {
  const held = before.slot_since;
  if (holdsSlot(after)) return held ? after : { ...after, slot_since: at };
  if (!held) return after;
  const seconds = (Date.parse(at) - Date.parse(held)) / 1_000;
  return { ...after, slot_since: null, worked_s: after.worked_s + Math.max(0, seconds) };
}
