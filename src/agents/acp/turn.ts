/**
 * Begins and ends turns. ACP has no message for the beginning: it is the agent's first sign, so that a lost prompt
 * does not count as begun. The end is the answer to `session/prompt`.
 *
 * The protocol's answer to a permission request has no text, so no model reads why its call was denied: some agents
 * end their turn then, others continue. At the end of such a turn a prompt gives the reasons, as part of the same
 * turn.
 */
import type { AgentEvent, TurnResult } from '../../contract/agent-event.ts';
import { closeCalls } from './calls.ts';
import { entryOf, textOf, type Fields } from '../fields.ts';
import { denyHooks } from './hook-answer.ts';
import { failureOf, saidFailureOf } from './failure.ts';
import { quirksOf, type Quirks } from './quirks.ts';
import { ask, stay, type AcpState, type AcpStep, type Turn } from './state.ts';
import { onTokens } from './usage.ts';
import type { Answer } from './wire.ts';
import { oneLine } from './words.ts';

/** The agent is free: the next waiting prompt begins its turn. */
export function idle(state: AcpState, session: string, ...events: AgentEvent[]): AcpStep {
  const [next, ...waiting] = state.waiting;
  if (!next) return stay({ ...state, phase: { kind: 'idle', session } }, ...events);
  const { id, line, state: asking } = promptAgent({ ...state, waiting }, session, next.text);
  const turn = newTurn(next.prompt_id, id);
  return { state: { ...asking, phase: { kind: 'turn', session, turn } }, events, send: [line] };
}

function promptAgent(state: AcpState, session: string, text: string) {
  return ask(state, 'session/prompt', { sessionId: session, prompt: [{ type: 'text', text }] });
}

function newTurn(prompt_id: string, request: number): Turn {
  return {
    prompt_id,
    request,
    stage: 'sent',
    message: null,
    messages: 0,
    answered: false,
    said: '',
    calls: {},
    asked: {},
    settled: [],
    requests: 0,
    denials: [],
    retries: 0,
    complaints: 0,
    failing: false,
  };
}

/** The agent shows that it has the prompt. */
export function begun(turn: Turn): { turn: Turn; events: AgentEvent[] } {
  if (turn.stage !== 'sent') return { turn, events: [] };
  return {
    turn: { ...turn, stage: 'running' },
    events: [{ type: 'turn_started', prompt_id: turn.prompt_id }],
  };
}

/** Reads the answer to the turn's `session/prompt`. */
export function onPromptAnswer(state: AcpState, session: string, turn: Turn, answer: Answer): AcpStep {
  const quirks = quirksOf(state.quirks);
  const started = begun(turn);
  const ledger = answer.ok
    ? onTokens(state.spent, answer.result, quirks)
    : { spent: state.spent, events: [] };
  const withdrawn = Object.keys(turn.asked).map((request): AgentEvent => ({
    type: 'permission_withdrawn',
    request,
  }));
  const closed = closeCalls({ ...started.turn, asked: {}, message: null });
  const events = [...started.events, ...ledger.events, ...withdrawn, ...closed.events];
  const spent = { ...state, spent: ledger.spent };

  const answers = denyHooks(state, turn, 'the turn is over');
  if (answer.ok && hasUntoldDenials(turn, answer.result)) {
    const { id, line, state: asking } = promptAgent(spent, session, denialPrompt(turn.denials));
    const goesOn = { ...closed.turn, request: id, denials: [] };
    const next: AcpState = { ...asking, phase: { kind: 'turn', session, turn: goesOn } };
    return { state: next, events, send: [line], answers };
  }
  const result = answer.ok
    ? resultOf(state.agent, turn, answer.result, quirks)
    : failed(state.agent, turn, answer.error);
  return { ...idle(spent, session, ...events, { type: 'turn_ended', result }), answers };
}

function hasUntoldDenials({ denials, stage, failing }: Turn, result: Fields): boolean {
  const reason = result['stopReason'];
  return (
    denials.length > 0 &&
    stage !== 'cancelling' &&
    !failing &&
    (reason === 'cancelled' || reason === 'end_turn')
  );
}

function denialPrompt(denials: string[]): string {
  const list = denials.map((denial) => `- ${denial}`).join('\n');
  return `This was denied and has not been done:\n${list}\nDo not try another way to the same end. Continue with the rest of the task, or say why it cannot be done.`;
}

function resultOf(agent: string, turn: Turn, result: Fields, quirks: Quirks): TurnResult {
  const reason = textOf(result['stopReason']);
  if (reason === 'cancelled')
    return turn.stage === 'cancelling'
      ? { kind: 'interrupted' }
      : { kind: 'failed', failure: 'agent', reason: `${agent} cancelled its turn` };
  if (turn.failing || quirks.failure_text?.test(turn.said))
    return { kind: 'failed', ...saidFailureOf(agent, turn.said || 'the turn ended in an error') };
  // opencode, between two tries.
  if (reason === 'end_turn' && turn.stage === 'cancelling' && !turn.answered) return { kind: 'interrupted' };
  if (reason === 'end_turn' && quirks.hides_failures && !turn.answered)
    return {
      kind: 'failed',
      failure: 'agent',
      reason: `${agent} ended its turn without an answer: its model failed, and ${agent} does not report why`,
    };
  if (reason === 'end_turn') return { kind: 'completed', statement: textOf(turn.said.trim()) };
  const why = entryOf(stops, reason ?? '') ?? `ended its turn with ${reason ?? 'no reason'}`;
  const words = turn.said === '' ? why : `${why}: ${turn.said}`;
  return { kind: 'failed', failure: 'agent', reason: oneLine(`${agent} ${words}`) };
}

const stops: Record<string, string> = {
  refusal: 'refused to continue',
  max_tokens: 'reached the limit of tokens for one answer',
  max_turn_requests: 'reached its limit of model requests for one turn',
};

/** A cancelled agent should report that, but some answer with an error that the cancel caused. */
function failed(agent: string, turn: Turn, error: Fields): TurnResult {
  return turn.stage === 'cancelling'
    ? { kind: 'interrupted' }
    : { kind: 'failed', ...failureOf(agent, error) };
}
