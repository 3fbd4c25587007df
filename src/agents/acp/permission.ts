/**
 * Permission. A request that is about several files is asked as several questions, so that a policy judges every one of
 * them; whoever asked gets one answer: allowed when all are, denied with the first that is not.
 *
 * An agent may ask about one call twice, by a hook and over the protocol. The second question gets the answer of the
 * first, provided that it is about nothing else.
 */
import type { AgentEvent, PermissionAnswer } from '../../contract/agent-event.ts';
import type { HookAnswer } from '../agent.ts';
import { callId, onAskedCall } from './calls.ts';
import { entryOf, fieldsOf, listOf, textOf, type Fields } from '../fields.ts';
import { answerHook, denyHooks } from './hook-answer.ts';
import { quirksOf } from './quirks.ts';
import { isQuestion, readingsOf, type Reading } from './reading.ts';
import type { Sketch } from './sketch.ts';
import {
  cancelLine,
  inTurn,
  stay,
  type AcpState,
  type AcpStep,
  type Asked,
  type Asker,
  type Settled,
  type Turn,
} from './state.ts';
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
  const call = fieldsOf(params['toolCall']);
  const options = listOf(params['options']).map(fieldsOf);
  const asker: Asker = {
    kind: 'agent',
    id,
    allow: optionOf(options, ['allow_once']),
    deny: optionOf(options, ['reject_once', 'reject_always']),
  };
  const quirks = quirksOf(state.quirks);
  const start = begun(phase.turn);
  const heard = onAskedCall(start.turn, call, cwd, quirks);
  const readings = readingsOf(heard.sketch, call, cwd, quirks);
  return askAbout(state, heard.turn, [...start.events, ...heard.events], {
    asker,
    tool_call: callId(call),
    readings,
    place: placeOf(heard.sketch, cwd),
  });
}

export interface AskedCall {
  asker: Asker;
  tool_call: string;
  readings: readonly Reading[];
  /** Where the call would be made, where that is not the workspace. */
  place: { cwd?: string };
}

/** Asks the policy about a call, or answers at once where it has been decided. */
export function askAbout(state: AcpState, turn: Turn, before: AgentEvent[], call: AskedCall): AcpStep {
  const { asker, tool_call, readings, place } = call;
  const keys = readings.map((reading) => keyOf(reading, place));
  const settled = turn.settled.find(
    (one) =>
      one.asker !== asker.kind && one.tool_call === tool_call && keys.every((key) => one.keys.includes(key)),
  );
  if (settled) {
    const rest = { ...turn, settled: turn.settled.filter((one) => one !== settled) };
    return tell(inTurn(state, rest, ...before), asker, settled.denied);
  }
  if (Object.keys(turn.asked).length + readings.length > maximumAsked) {
    const text = `${state.agent} has ${maximumAsked} open permission requests; more are refused`;
    const step = inTurn(state, turn, ...before, { type: 'notice', level: 'error', text });
    return tell(step, asker, 'too many requests are open');
  }
  const requests = turn.requests + 1;
  const name = `${turn.prompt_id}/${requests}`;
  // One id, two questions: an answer to the first would be taken for one to the second.
  const doubled = askedBy(turn, asker);
  const asked = { ...without(turn, doubled).asked };
  const events: AgentEvent[] = [...before, ...doubled.map(withdrawn)];
  for (const [index, reading] of readings.entries()) {
    const request = readings.length > 1 ? `${name}/${index + 1}` : name;
    const { tool, title, input } = reading;
    const key = keys[index] ?? '';
    asked[request] = { asker, tool_call, key, title: cut(`${tool}: ${title}`, maximumTitle) };
    events.push({
      type: 'permission_asked',
      request,
      tool_call,
      tool,
      title,
      input,
      ...place,
      preflight: false,
      ...(readings.length > 1 && { pieces_of: name }),
      question: isQuestion(reading),
    });
  }
  return inTurn(state, { ...turn, asked, requests }, ...events);
}

/** Where the call would be made, where it says that it is not the workspace. */
export function placeOf({ directory }: Sketch, workspace: string): { cwd?: string } {
  if (directory === null || directory === workspace) return {};
  return { cwd: directory.startsWith('/') ? directory : `${workspace}/${directory}` };
}

/**
 * A call that an agent describes anew after it has asked about it: where the description is no longer what was asked,
 * the questions are withdrawn and asked again.
 */
export function askAgain(state: AcpState, turn: Turn, before: AgentEvent[], update: Fields): AcpStep {
  const id = callId(update);
  const sketch = entryOf(turn.calls, id)?.sketch;
  const open = Object.entries(turn.asked).filter(([, asked]) => asked.tool_call === id);
  const [, first] = open[0] ?? [];
  if (!sketch || !first || id === '') return inTurn(state, turn, ...before);
  const readings = readingsOf(sketch, update, state.cwd, quirksOf(state.quirks));
  const place = placeOf(sketch, state.cwd);
  const keys = readings.map((reading) => keyOf(reading, place));
  const known = new Set(open.map(([, { key }]) => key));
  if (keys.every((key) => known.has(key))) return inTurn(state, turn, ...before);
  const requests = open.map(([request]) => request);
  return askAbout(state, without(turn, requests), [...before, ...requests.map(withdrawn)], {
    asker: first.asker,
    tool_call: id,
    readings,
    place,
  });
}

/** The agent takes a request of its own back. */
export function onCancelRequest(state: AcpState, params: Fields): AcpStep {
  const id = params['requestId'];
  if (state.phase.kind !== 'turn' || (typeof id !== 'string' && typeof id !== 'number')) return stay(state);
  const { turn } = state.phase;
  const taken = askedBy(turn, { kind: 'agent', id, allow: null, deny: null });
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
export function cancelAsked(state: AcpState, turn: Turn): Cancelled {
  const ids = new Set(
    Object.values(turn.asked).flatMap(({ asker }) => (asker.kind === 'agent' ? [asker.id] : [])),
  );
  return {
    turn: { ...turn, asked: {} },
    events: Object.keys(turn.asked).map(withdrawn),
    send: [...ids].map((id) => resultLine(id, cancelled)),
    answers: denyHooks(state, turn, 'the turn was cancelled'),
  };
}

interface Cancelled {
  turn: Turn;
  events: AgentEvent[];
  send: string[];
  answers: HookAnswer[];
}

/** Characters of a call and of a reason that the agent is given about a denied call. */
const maximumTitle = 300;
const maximumReason = 1_000;
/** Denials that are listed at once. */
const maximumDenials = 10;
/** Answers that are kept for a second question. */
const maximumSettled = 64;

const cancelled = { outcome: { outcome: 'cancelled' } };

/** Calls are allowed once only: what an agent remembers for itself would bypass every later change of the policy. */
function allow(state: AcpState, turn: Turn, request: string, asked: Asked): AcpStep {
  const answered = withSettled(turn, asked, null);
  const rest = without(answered, [request]);
  if (askedBy(rest, asked.asker).length > 0) return inTurn(state, rest);
  return tell(inTurn(state, rest), asked.asker, null, asked.title);
}

function deny(
  state: AcpState,
  turn: Turn,
  request: string,
  asked: Asked,
  { message, interrupt }: Extract<PermissionAnswer, { kind: 'deny' }>,
): AcpStep {
  const others = askedBy(turn, asked.asker).filter((other) => other !== request);
  const reason = cut(message, maximumReason);
  // The answer to a hook carries the reason; that to a request does not.
  const denials =
    asked.asker.kind === 'hook' ? turn.denials : denialsWith(turn, `${asked.title} (${reason})`);
  const denied = { ...without(withSettled(turn, asked, reason), [request, ...others]), denials };
  if (!interrupt) return tell(inTurn(state, denied, ...others.map(withdrawn)), asked.asker, reason);

  const { turn: stopped, events, send, answers } = cancelAsked(state, { ...denied, stage: 'cancelling' });
  const step = tell(inTurn(state, stopped, ...others.map(withdrawn), ...events), asked.asker, reason);
  return {
    ...step,
    send: [...step.send, ...cancelLines(state), ...send],
    answers: [...(step.answers ?? []), ...answers],
  };
}

function denialsWith({ denials }: Turn, denial: string): string[] {
  return denials.includes(denial) ? denials : [...denials, denial].slice(-maximumDenials);
}

/** Adds the answer to whoever asked. */
function tell(step: AcpStep, asker: Asker, denied: string | null, title = ''): AcpStep {
  const answers = step.answers ?? [];
  if (asker.kind === 'hook')
    return { ...step, answers: [...answers, answerHook(step.state, asker.name, denied)] };
  if (denied !== null) return { ...step, send: [...step.send, refusal(asker)] };
  if (asker.allow !== null) return { ...step, send: [...step.send, selected(asker.id, asker.allow)] };
  const text = `${step.state.agent} offers no way to allow "${oneLine(title)}" once, so the call was refused`;
  return {
    ...step,
    events: [...step.events, { type: 'notice', level: 'warning', text }],
    send: [...step.send, refusal(asker)],
  };
}

function cancelLines({ phase }: AcpState): string[] {
  return phase.kind === 'turn' ? [cancelLine(phase.session)] : [];
}

function selected(id: RequestId, optionId: string): string {
  return resultLine(id, { outcome: { outcome: 'selected', optionId } });
}

function refusal({ id, deny }: Extract<Asker, { kind: 'agent' }>): string {
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

/** What a question is about: enough to know a second question about the same call, whose input cannot change. */
function keyOf({ tool, input }: Reading, { cwd }: { cwd?: string }): string {
  const { command, file_path, path, url } = input;
  const subject = [command, file_path, path, url].find((value) => typeof value === 'string') ?? input;
  return JSON.stringify([tool, subject, cwd]);
}

function withSettled(turn: Turn, { asker, tool_call, key }: Asked, denied: string | null): Turn {
  if (tool_call === '') return turn;
  const isSame = (one: Settled) => one.tool_call === tool_call && one.asker === asker.kind;
  const before = turn.settled.find(isSame);
  const entry: Settled = {
    tool_call,
    asker: asker.kind,
    keys: [...(before?.keys ?? []), key],
    denied: before?.denied ?? denied,
  };
  const others = turn.settled.filter((one) => one !== before);
  return { ...turn, settled: [...others, entry].slice(-maximumSettled) };
}

/** The questions that one asker's request became. */
function askedBy(turn: Turn, asker: Asker): string[] {
  return Object.keys(turn.asked).filter((request) => {
    const other = entryOf(turn.asked, request)?.asker;
    if (other?.kind === 'agent') return asker.kind === 'agent' && other.id === asker.id;
    return other?.kind === 'hook' && asker.kind === 'hook' && other.name === asker.name;
  });
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
