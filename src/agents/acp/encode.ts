/** Turns what fairlead says into lines for the agent. */
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
      // ACP has no word for the end; an agent ends with its input.
      return stay(state);
  }
}

/**
 * A prompt is sent between turns only: agents differ in what they do with a second one, from queueing it to dropping the
 * first. One that comes before waits here.
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

/** Whatever waits for leave is answered after the cancel, as the protocol asks. */
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
