/** Encodes requests as lines for the agent. */
import type { AgentRequest } from '../../contract/agent-event.ts';
import { answer, cancelAsked } from './asking/answer.ts';
import { cancelLine, inTurn, stay, type AcpState, type AcpStep, type Prompt } from './state.ts';
import { begun, idle } from './turn.ts';

export function encodeAcp(state: AcpState, request: AgentRequest): AcpStep {
  switch (request.type) {
    case 'prompt':
      return prompt(state, request);
    case 'answer':
      return answer(state, request.request, request.answer);
    case 'interrupt':
      return interrupt(state);
    case 'end':
      // ACP has no message for the end; an agent ends with its input.
      return stay(state);
  }
}

/**
 * Sends a prompt only between turns: agents handle a second one differently, from queueing it to dropping the first.
 * An early prompt waits here.
 */
function prompt(state: AcpState, { prompt_id, text }: Prompt): AcpStep {
  const { phase } = state;
  if (phase.kind === 'failed') {
    const words = `${state.agent} did not start, so a prompt was not given to it`;
    return stay(state, { type: 'notice', level: 'error', text: words });
  }
  const asked = { ...state, waiting: [...state.waiting, { prompt_id, text }] };
  return phase.kind === 'idle' ? idle(asked, phase.session) : stay(asked);
}

/** The protocol requires pending requests to be answered after the cancel. */
function interrupt(state: AcpState): AcpStep {
  if (state.phase.kind !== 'turn' || state.phase.turn.stage === 'cancelling') return stay(state);
  const { session, turn } = state.phase;
  const start = begun(turn);
  const { turn: stopped, events, send, answers } = cancelAsked(state, { ...start.turn, stage: 'cancelling' });
  return {
    ...inTurn(state, stopped, ...start.events, ...events),
    send: [cancelLine(session), ...send],
    answers,
  };
}
