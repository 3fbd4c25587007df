/** What becomes of what an agent says: one entry per kind of agent event, none of which can refuse. */
import type { AgentEvent, AgentEventType, JournalRef } from '../../contract/agent-event.ts';
import type { ApprovalView } from '../../contract/approval.ts';
import type { EventText } from '../../contract/event.ts';
import type { Verdict } from '../../contract/verdict.ts';
import { judgeCall, rulesFor, workplaceOf } from './judge-call.ts';
import { newUses, usesOfCall } from './uses.ts';
import { endTurn, failWith, withdrawAsks } from './ending.ts';
import { holdForLimit } from './meet-limit.ts';
import { nextStep } from './next-step.ts';
import { reviewCall } from './review.ts';
import { sendOn } from './send-on.ts';
import { spend } from './spend.ts';
import { stall } from './stall.ts';
import { draft, holdsSlot, type Draft, type Session } from './state.ts';
import type { Surroundings } from './surroundings.ts';
import { advance, andThen } from './and-then.ts';
import { sendOnUnfinished } from './stop-rule.ts';
import { stuckBecause } from './stuck.ts';

/** `ref` is the line of the journal that the event came from. */
export type AgentSurroundings = Surroundings & { ref: JournalRef };

type Table = {
  [T in AgentEventType]: (
    session: Session,
    event: Extract<AgentEvent, { type: T }>,
    surroundings: AgentSurroundings,
  ) => Draft[];
};

export function recordAgent(session: Session, event: AgentEvent, surroundings: AgentSurroundings): Draft[] {
  // One entry per type, so the entry found takes the event that it was found by.
  const record = table[event.type] as (...args: [Session, AgentEvent, AgentSurroundings]) => Draft[];
  const drafts = record(session, event, surroundings);
  return signsOfLife.has(event.type) ? [...drafts, ...watchSteps(session, drafts, surroundings)] : drafts;
}

/** Events after which an agent that was taken for stuck may be so no more, or one that was not may be. */
const signsOfLife = new Set<AgentEventType>(['tool_called', 'tool_finished', 'text', 'turn_ended']);

function watchSteps(before: Session, drafts: Draft[], surroundings: AgentSurroundings): Draft[] {
  const after = advance(before, drafts, surroundings.at);
  const { steps, attention, phase } = after;
  if (phase.name === 'stopping' || phase.name === 'ended') return [];
  const why = stuckBecause(steps);
  if (why === null)
    return attention.includes('stalled') ? [draft('attention.cleared', { kind: 'stalled' })] : [];
  return attention.includes('stalled') ? [] : stall(after, why, surroundings);
}

const table: Table = {
  ready: recordReady,
  start_failed: recordStartFailed,
  turn_started: recordTurnStarted,
  text: (_session, { message, text, parent }, { ref }) => [
    draft('agent.text', { ...cut(text, ref), message, parent }),
  ],
  thinking: (_session, { message, text, parent }, { ref }) => [
    draft('agent.thinking', { ...cut(text, ref), message, parent }),
  ],
  tool_called: (_session, { tool_call, tool, title, input, parent }, { ref }) => [
    draft('tool.called', { tool_call, tool, title: cut(title, ref).text, ...cutInput(input, ref), parent }),
  ],
  tool_finished: ({ tools }, { tool_call, passed, output }, { ref }) => {
    const { text, ...rest } = cut(output, ref);
    const tool = tools.find((open) => open.tool_call === tool_call)?.tool ?? null;
    return [draft('tool.finished', { tool_call, tool, passed, output: text, ...rest })];
  },
  permission_asked: recordPermission,
  permission_withdrawn: ({ asks }, { request }) =>
    asks
      .filter((ask) => ask.request === request)
      .map(({ approval }) =>
        draft('approval.withdrawn', {
          approval_id: approval.id,
          why: 'the agent no longer waits for an answer',
        }),
      ),
  turn_ended: recordTurnEnded,
  usage: (session, { usage }) => spend(session, usage),
  limit: (_session, { status, window, resets_at }) => [
    draft('limit.reported', { status, window, resets_at }),
  ],
  retrying: (_session, { attempt, of, wait_ms, error }) => [
    draft('agent.retrying', { attempt, of, wait_ms, error }),
  ],
  notice: (_session, { level, text }, { ref }) => [
    draft('agent.notice', { level, text: cut(text, ref).text }),
  ],
  unreadable: (_session, { why, lines = 1 }, { ref }) => [draft('journal.skipped', { ref, lines, why })],
};

function recordReady(
  session: Session,
  event: Extract<AgentEvent, { type: 'ready' }>,
  { at, fresh, capabilities }: AgentSurroundings,
): Draft[] {
  const { agent_session, model, version, resumed } = event;
  const ready = [draft('agent.ready', { agent_session, model, version, resumed })];
  if (session.phase.name !== 'starting') return ready;
  if (session.conversation !== null && !resumed)
    ready.push(
      draft('agent.notice', {
        level: 'warning',
        text: 'the agent cannot go on with its earlier conversation: it begins a new one in the same workspace',
      }),
    );
  if (!session.turn) return andThen(session, ready, at, (state) => nextStep(state, fresh));
  const { number, prompt_id, text } = session.turn;
  // Such an agent knows a prompt by its id: what it has begun it goes on with, what it has lost it begins.
  if (resumed && capabilities.resumes_torn_turn)
    return [...ready, ...(text === null ? [] : [draft('turn.started', { turn: number, prompt_id, text })])];
  const again = [
    ...endTurn(session, 'interrupted', 'the agent was lost in the middle of the turn'),
    draft('prompt.queued', {
      prompt_id: fresh.prompt,
      text: resumed ? goOn : (text ?? goOn),
      by: 'fairlead',
    }),
  ];
  return andThen(session, [...ready, ...again], at, (state) => nextStep(state, fresh));
}

function recordStartFailed(
  session: Session,
  { failure, reason }: Extract<AgentEvent, { type: 'start_failed' }>,
  surroundings: AgentSurroundings,
): Draft[] {
  if (session.phase.name !== 'starting') return [];
  // Once only: an agent that does not know its own new conversation will never know one.
  if (failure === 'conversation' && session.conversation !== null)
    return [draft('conversation.lost', { reason })];
  if (failure === 'limit' && session.process)
    return [
      draft('process.releasing', { launch: session.process.launch }),
      ...holdForLimit(session, reason, surroundings),
    ];
  return failWith(session, failure === 'auth' ? failure : 'launch', reason);
}

const goOn =
  'You were interrupted in the middle of your last turn. Look at what is already done in the workspace, then go on with the task.';

/** A turn that fairlead began is on record already; one that the agent begins by itself, or takes up again, is not. */
function recordTurnStarted(
  session: Session,
  { prompt_id }: Extract<AgentEvent, { type: 'turn_started' }>,
): Draft[] {
  const { phase, turn, stats } = session;
  if (phase.name === 'stopping' || phase.name === 'ended') return [];
  if (turn && phase.name !== 'starting') return [];
  return [
    draft('turn.started', {
      turn: turn?.number ?? stats.turns + 1,
      prompt_id: turn?.prompt_id ?? prompt_id,
      text: null,
    }),
  ];
}

function recordPermission(
  session: Session,
  event: Extract<AgentEvent, { type: 'permission_asked' }>,
  surroundings: AgentSurroundings,
): Draft[] {
  const { at, fresh, ref } = surroundings;
  if (session.phase.name === 'stopping' || session.phase.name === 'ended') return [];
  const { request, tool_call, tool, input, preflight, question, pieces_of } = event;
  const { cwd = workplaceOf(session) } = event;
  const title = cut(event.title, ref).text;
  // A preflight and the question after it name the same call, and so do the pieces of one.
  const call = pieces_of === undefined ? `call ${tool_call}` : `pieces ${pieces_of}`;
  const counted = usesOfCall(session.counted, call);
  const judged = { tool, input, title, cwd, counted };
  const verdict = question ? asked : judgeCall(session, judged, surroundings);
  // A preflight that is sent on is asked again.
  const uses = preflight && verdict.decision === 'ask' ? {} : newUses(verdict, counted);
  const isAskedAgain = preflight || pieces_of !== undefined;
  const about = { request, ...uses, ...(uses.uses && isAskedAgain && { call }) };
  if (preflight || verdict.decision !== 'ask')
    return [draft('policy.decided', { ...about, tool_call, tool, title, input, cwd, verdict })];
  const approval: ApprovalView = {
    id: `a${fresh.id}`,
    session_id: session.id,
    tool_call,
    tool,
    input,
    cwd,
    shown: title,
    reason: verdict.reason,
    rule: verdict.rule,
    always: question ? null : (rulesFor(session, judged, surroundings, 'allow') ?? null),
    never: question ? null : (rulesFor(session, judged, surroundings, 'deny') ?? null),
    question,
    review: null,
    asked_at: at,
    status: 'pending',
    answered_by: null,
    answered_at: null,
  };
  return [
    draft('approval.asked', { ...about, approval }),
    ...reviewCall(session, approval, verdict, surroundings),
  ];
}

const asked: Verdict = {
  decision: 'ask',
  rule: null,
  source: 'the agent',
  reason: 'the agent asks a question that only a person can answer',
  parts: [],
};

function recordTurnEnded(
  session: Session,
  { result }: Extract<AgentEvent, { type: 'turn_ended' }>,
  surroundings: AgentSurroundings,
): Draft[] {
  if (!session.turn || session.phase.name === 'stopping' || session.phase.name === 'ended') return [];
  const withdrawn = withdrawAsks(session, 'the turn is over');
  switch (result.kind) {
    case 'completed':
      return goOnAfter(
        session,
        [
          ...withdrawn,
          ...endTurn(session, 'completed', null, result.statement),
          ...sendOnUnfinished(session, result.statement, surroundings),
        ],
        surroundings,
      );
    case 'interrupted':
      return recordInterrupted(session, withdrawn, surroundings);
    case 'failed':
      return recordFailed(session, withdrawn, result, surroundings);
  }
}

function recordInterrupted(session: Session, withdrawn: Draft[], surroundings: AgentSurroundings): Draft[] {
  const { phase } = session;
  const by = 'interrupt' in phase ? phase.interrupt?.by : undefined;
  if (by === undefined) return failWith(session, 'agent', 'the agent broke off its turn');
  const why = `interrupted by ${by}`;
  const ended = [...withdrawn, ...endTurn(session, 'interrupted', why)];
  if (session.prompts.length > 0 || session.intent === 'pause')
    return goOnAfter(session, ended, surroundings);
  return [...ended, draft('session.idled', { why })];
}

function recordFailed(
  session: Session,
  withdrawn: Draft[],
  { failure, reason }: { failure: 'agent' | 'limit' | 'auth' | 'budget'; reason: string },
  surroundings: AgentSurroundings,
): Draft[] {
  if (failure === 'limit') return holdForLimit(session, reason, surroundings);
  const onward =
    failure === 'agent' &&
    sendOn(session, reason, `Your last turn failed: ${reason}. Go on with the task.`, surroundings);
  if (!onward) return failWith(session, failure, reason);
  return goOnAfter(session, [...withdrawn, ...endTurn(session, 'failed', reason), ...onward], surroundings);
}

function goOnAfter(session: Session, ended: Draft[], { at, fresh }: AgentSurroundings): Draft[] {
  // Without a slot it goes on when it gets one; to hold it needs none.
  return andThen(session, ended, at, (state) =>
    holdsSlot(state) || state.intent === 'pause' ? nextStep(state, fresh) : [],
  );
}

/** Characters of one text that an event carries; the rest stays in the journal, where `ref` points. */
const maximumText = 16 * 1024;

function cut(text: string, ref: JournalRef): EventText {
  return text.length <= maximumText ? { text } : { text: text.slice(0, maximumText), ref };
}

function cutInput(input: unknown, ref: JournalRef): { input: unknown; ref?: JournalRef } {
  const text = JSON.stringify(input);
  return text === undefined || text.length <= maximumText
    ? { input }
    : { input: text.slice(0, maximumText), ref };
}
