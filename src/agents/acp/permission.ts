/**
 * Leave. A request that is about several files is asked as several questions, so that a policy judges every one of them;
 * the agent gets one answer: allowed when all are, denied with the first that is not.
 */
import type { AgentEvent, PermissionAnswer } from '../../contract/agent-event.ts';
import { callId, onAskedCall } from './calls.ts';
import { entryOf, fieldsOf, listOf, textOf, type Fields } from '../fields.ts';
import { pause } from './message.ts';
import { quirksOf } from './quirks.ts';
import { isQuestion, readingsOf } from './reading.ts';
import { cancelLine, inTurn, stay, type AcpState, type AcpStep, type Asked, type Turn } from './state.ts';
import { begun } from './turn.ts';
import { errorLine, requestCancelled, resultLine, type RequestId } from './wire.ts';
import { cut, oneLine } from './words.ts';

/** Questions that wait at once; an agent that asks more is refused. */
const maximumAsked = 200;

export function onPermission(state: AcpState, id: RequestId, params: Fields): AcpStep {
  const { phase, cwd } = state;
  // Outside of a turn nothing is decided, and after a cancel the protocol wants this very answer.
  if (phase.kind !== 'turn' || phase.turn.stage === 'cancelling')
    return { state, events: [], send: [resultLine(id, cancelled)] };

  const quirks = quirksOf(state.quirks);
  const call = fieldsOf(params['toolCall']);
  const start = begun(phase.turn);
  const heard = onAskedCall(pause(start.turn), call, cwd, quirks);
  const readings = readingsOf(heard.sketch, call, cwd, quirks);
  if (Object.keys(phase.turn.asked).length + readings.length > maximumAsked) {
    const text = `${state.agent} asks for leave ${maximumAsked} times at once; what comes on top is refused`;
    return {
      state,
      events: [{ type: 'notice', level: 'error', text }],
      send: [resultLine(id, cancelled)],
    };
  }
  const options = listOf(params['options']).map(fieldsOf);
  const requests = heard.turn.requests + 1;
  const name = `${phase.turn.prompt_id}/${requests}`;
  // One id, two questions: an answer to the first would be taken for one to the second.
  const doubled = askedBy(heard.turn, id);
  const asked = { ...without(heard.turn, doubled).asked };
  const events: AgentEvent[] = [...start.events, ...heard.events, ...doubled.map(withdrawn)];
  for (const [index, reading] of readings.entries()) {
    const request = readings.length > 1 ? `${name}/${index + 1}` : name;
    const { tool, title, input } = reading;
    asked[request] = {
      id,
      allow: optionOf(options, ['allow_once']),
      deny: optionOf(options, ['reject_once', 'reject_always']),
      tool_call: callId(call),
      title: cut(`${tool}: ${title}`, maximumTitle),
    };
    events.push({
      type: 'permission_asked',
      request,
      tool_call: callId(call),
      tool,
      title,
      input,
      ...placeOf(call, cwd),
      preflight: false,
      ...(readings.length > 1 && { pieces_of: name }),
      question: isQuestion(reading),
    });
  }
  return inTurn(state, { ...heard.turn, asked, requests }, ...events);
}

/** Where the call would be made, where it says that it is not the workspace. */
function placeOf(call: Fields, workspace: string): { cwd?: string } {
  const told = textOf(fieldsOf(call['rawInput'])['cwd']);
  if (told === null || told === workspace) return {};
  return { cwd: told.startsWith('/') ? told : `${workspace}/${told}` };
}

/** The agent takes a request of its own back. */
export function onCancelRequest(state: AcpState, params: Fields): AcpStep {
  const id = params['requestId'];
  if (state.phase.kind !== 'turn' || (typeof id !== 'string' && typeof id !== 'number')) return stay(state);
  const { turn } = state.phase;
  const taken = askedBy(turn, id);
  if (taken.length === 0) return stay(state);
  const step = inTurn(state, without(turn, taken), ...taken.map(withdrawn));
  return { ...step, send: [errorLine(id, requestCancelled, 'Request cancelled')] };
}

/** An answer to a question that was withdrawn meanwhile says nothing. */
export function answer(state: AcpState, request: string, given: PermissionAnswer): AcpStep {
  const { phase } = state;
  const asked = phase.kind === 'turn' ? entryOf(phase.turn.asked, request) : undefined;
  if (phase.kind !== 'turn' || !asked) return stay(state);
  switch (given.kind) {
    case 'allow':
      return allow(state, phase.turn, request, asked);
    case 'deny':
      return deny(state, phase.turn, request, asked, given);
    case 'ask':
      throw new Error(`"ask" answers a preflight only, and ${request} is none`);
  }
}

/** Answers whatever waits, because the turn is being cancelled. */
export function cancelAsked(turn: Turn): { turn: Turn; events: AgentEvent[]; send: string[] } {
  const ids = new Set(Object.values(turn.asked).map(({ id }) => id));
  return {
    turn: { ...turn, asked: {} },
    events: Object.keys(turn.asked).map(withdrawn),
    send: [...ids].map((id) => resultLine(id, cancelled)),
  };
}

/** Characters of what is told the agent about a denied call. */
const maximumTitle = 300;
const maximumReason = 1_000;
/** Denials that are told at once. */
const maximumDenials = 10;

const cancelled = { outcome: { outcome: 'cancelled' } };

/** Leave is given once only: what an agent remembers for itself would pass by every later change of the policy. */
function allow(state: AcpState, turn: Turn, request: string, asked: Asked): AcpStep {
  const rest = without(turn, [request]);
  if (askedBy(rest, asked.id).length > 0) return inTurn(state, rest);
  if (asked.allow !== null) return { ...inTurn(state, rest), send: [selected(asked.id, asked.allow)] };
  const text = `${state.agent} offers no way to allow "${oneLine(asked.title)}" once, so it was refused`;
  const step = inTurn(state, rest, { type: 'notice', level: 'warning', text });
  return { ...step, send: [refusal(asked)] };
}

function deny(
  state: AcpState,
  turn: Turn,
  request: string,
  asked: Asked,
  { message, interrupt }: Extract<PermissionAnswer, { kind: 'deny' }>,
): AcpStep {
  const others = askedBy(turn, asked.id).filter((other) => other !== request);
  const denials = [...turn.denials, `${asked.title} (${cut(message, maximumReason)})`].slice(-maximumDenials);
  const denied = { ...without(turn, [request, ...others]), denials };
  if (!interrupt) return { ...inTurn(state, denied, ...others.map(withdrawn)), send: [refusal(asked)] };

  const { turn: stopped, events, send } = cancelAsked({ ...denied, stage: 'cancelling' });
  const step = inTurn(state, stopped, ...others.map(withdrawn), ...events);
  return { ...step, send: [refusal(asked), ...cancelLines(state), ...send] };
}

function cancelLines({ phase }: AcpState): string[] {
  return phase.kind === 'turn' ? [cancelLine(phase.session)] : [];
}

function selected(id: RequestId, optionId: string): string {
  return resultLine(id, { outcome: { outcome: 'selected', optionId } });
}

function refusal({ id, deny }: Asked): string {
  return deny === null ? resultLine(id, cancelled) : selected(id, deny);
}

/** By its kind, never by its place or its name: both differ from agent to agent. */
function optionOf(options: Fields[], kinds: string[]): string | null {
  for (const kind of kinds) {
    const id = textOf(options.find((option) => option['kind'] === kind)?.['optionId']);
    if (id !== null && id.length <= 1_000) return id;
  }
  return null;
}

/** The questions that one request of the agent became. */
function askedBy(turn: Turn, id: RequestId): string[] {
  return Object.keys(turn.asked).filter((request) => entryOf(turn.asked, request)?.id === id);
}

function without(turn: Turn, requests: string[]): Turn {
  return {
    ...turn,
    asked: Object.fromEntries(Object.entries(turn.asked).filter(([request]) => !requests.includes(request))),
  };
}

function withdrawn(request: string): AgentEvent {
  return { type: 'permission_withdrawn', request };
}
