/** Records the events of an agent: one entry per kind, none of which can refuse. */
import type { AgentEvent, AgentEventType } from '../../contract/agent-event.ts';
import { advance, thenDecide } from './then-decide.ts';
import { recordPermission } from './asks/permission-asked.ts';
import { cut, cutInput } from './cut.ts';
import { holdForLimit } from './limits/meet-limit.ts';
import { spend } from './limits/spend.ts';
import { pendingEvent, type PendingEvent, type Session } from './state.ts';
import type { AgentDecisionContext } from './decision-context.ts';
import { endTurn, failWith } from './turns/ending.ts';
import { nextStep } from './turns/next-step.ts';
import { recordTurnEnded } from './turns/turn-ended.ts';
import { isHarmlessFailure, objectionTo, recordUnasked } from './watch/unasked.ts';
import { recordRetrying } from './watch/retrying.ts';
import { stall } from './watch/stall.ts';
import { stuckBecause } from './watch/stuck.ts';

type Table = {
  [T in AgentEventType]: (
    session: Session,
    event: Extract<AgentEvent, { type: T }>,
    context: AgentDecisionContext,
  ) => PendingEvent[];
};

export function recordAgent(
  session: Session,
  event: AgentEvent,
  context: AgentDecisionContext,
): PendingEvent[] {
  // One entry per type, so the entry matches its event.
  const record = table[event.type] as (
    ...args: [Session, AgentEvent, AgentDecisionContext]
  ) => PendingEvent[];
  const pendingEvents = record(session, event, context);
  return signsOfLife.has(event.type)
    ? [...pendingEvents, ...watchSteps(session, pendingEvents, context)]
    : pendingEvents;
}

/** Events that can change whether an agent counts as stuck. */
const signsOfLife = new Set<AgentEventType>(['tool_called', 'tool_finished', 'text', 'turn_ended']);

function watchSteps(
  before: Session,
  pendingEvents: PendingEvent[],
  context: AgentDecisionContext,
): PendingEvent[] {
  const after = advance(before, pendingEvents, context.at);
  const { steps, attention, phase } = after;
  if (phase.name === 'stopping' || phase.name === 'ended') return [];
  const why = stuckBecause(steps);
  if (why === null)
    return attention.includes('stalled') ? [pendingEvent('attention.cleared', { kind: 'stalled' })] : [];
  return attention.includes('stalled') ? [] : stall(after, why, context);
}

const table: Table = {
  ready: recordReady,
  start_failed: recordStartFailed,
  turn_started: recordTurnStarted,
  text: (_session, { message, text, parent }, { ref }) => [
    pendingEvent('agent.text', { ...cut(text, ref), message, parent }),
  ],
  thinking: (_session, { message, text, parent }, { ref }) => [
    pendingEvent('agent.thinking', { ...cut(text, ref), message, parent }),
  ],
  tool_called: (session, { tool_call, tool, title, input, parent }, context) => {
    const { ref } = context;
    const objection = objectionTo(session, { tool, title, input }, context);
    const call = { tool_call, tool, title: cut(title, ref).text, ...cutInput(input, ref), parent };
    return [pendingEvent('tool.called', { ...call, ...(objection && { objection }) })];
  },
  tool_finished: (session, { tool_call, passed, output }, context) => {
    const { text, ...rest } = cut(output, context.ref);
    const open = session.tools.find((one) => one.tool_call === tool_call);
    const finished = { tool_call, tool: open?.tool ?? null, passed, output: text, ...rest };
    const isDone = open && (passed || !isHarmlessFailure(open.tool));
    const unasked = isDone ? recordUnasked(session, open, context) : [];
    return [pendingEvent('tool.finished', finished), ...unasked];
  },
  permission_asked: recordPermission,
  permission_withdrawn: ({ asks }, { request }) =>
    asks
      .filter((ask) => ask.request === request)
      .map(({ approval }) =>
        pendingEvent('approval.withdrawn', {
          approval_id: approval.id,
          why: 'the agent no longer waits for an answer',
        }),
      ),
  turn_ended: recordTurnEnded,
  usage: (session, { usage }) => spend(session, usage),
  limit: (_session, { status, window, resets_at }) => [
    pendingEvent('limit.reported', { status, window, resets_at }),
  ],
  retrying: recordRetrying,
  notice: (_session, { level, text }, { ref }) => [
    pendingEvent('agent.notice', { level, text: cut(text, ref).text }),
  ],
  unreadable: (_session, { why, lines = 1 }, { ref }) => [
    pendingEvent('journal.skipped', { ref, lines, why }),
  ],
};

function recordReady(
  session: Session,
  event: Extract<AgentEvent, { type: 'ready' }>,
  { at, newIds, capabilities }: AgentDecisionContext,
): PendingEvent[] {
  const { agent_session, model, version, resumed } = event;
  const ready = [pendingEvent('agent.ready', { agent_session, model, version, resumed })];
  if (session.phase.name !== 'starting') return ready;
  if (session.conversation !== null && !resumed)
    ready.push(
      pendingEvent('agent.notice', {
        level: 'warning',
        text: 'the agent cannot resume its conversation; it starts a new one in the same workspace',
      }),
    );
  if (!session.turn) return thenDecide(session, ready, at, (state) => nextStep(state, newIds));
  const { number, prompt_id, text } = session.turn;
  // Such an agent recognises a prompt by its id: it continues a turn that had begun, and begins a lost one.
  if (resumed && capabilities.resumes_torn_turn)
    return [
      ...ready,
      ...(text === null ? [] : [pendingEvent('turn.started', { turn: number, prompt_id, text })]),
    ];
  const again = [
    ...endTurn(session, 'interrupted', 'the agent was lost in the middle of the turn'),
    pendingEvent('prompt.queued', {
      prompt_id: newIds.prompt,
      text: resumed ? goOn : (text ?? goOn),
      by: 'fairlead',
    }),
  ];
  return thenDecide(session, [...ready, ...again], at, (state) => nextStep(state, newIds));
}

function recordStartFailed(
  session: Session,
  { failure, reason }: Extract<AgentEvent, { type: 'start_failed' }>,
  context: AgentDecisionContext,
): PendingEvent[] {
  if (session.phase.name !== 'starting') return [];
  // Once only: an agent that does not know its own new conversation will not know another one either.
  if (failure === 'conversation' && session.conversation !== null)
    return [pendingEvent('conversation.lost', { reason })];
  if (failure === 'limit' && session.process)
    return [
      pendingEvent('process.releasing', { launch: session.process.launch }),
      ...holdForLimit(session, reason, context),
    ];
  return failWith(session, failure === 'auth' || failure === 'configuration' ? failure : 'launch', reason);
}

const goOn =
  'You were interrupted in the middle of your last turn. Check what is already done in the workspace, then continue with the task.';

/** A turn that fairlead began is already recorded; one that the agent begins or resumes is not. */
function recordTurnStarted(
  session: Session,
  { prompt_id }: Extract<AgentEvent, { type: 'turn_started' }>,
): PendingEvent[] {
  const { phase, turn, stats } = session;
  if (phase.name === 'stopping' || phase.name === 'ended') return [];
  if (turn && phase.name !== 'starting') return [];
  return [
    pendingEvent('turn.started', {
      turn: turn?.number ?? stats.turns + 1,
      prompt_id: turn?.prompt_id ?? prompt_id,
      text: null,
    }),
  ];
}
