/** Turns what fairlead says into lines for the agent. */
import type { AgentRequest } from '../../contract/agent-event.ts';
import { answer, cancelAsked } from './permission.ts';
import { cancelLine, inTurn, stay, type AcpState, type AcpStep } from './state.ts';
import { begun, newTurn, promptAgent } from './turn.ts';

/**
 * A prompt is taken between turns only: agents differ in what they do with a second one, from queueing it to dropping the
 * first.
 *
 * @throws on a prompt before `ready`, during a turn, or after a failed start
 */
export function encodeAcp(state: AcpState, request: AgentRequest): AcpStep {
  switch (request.type) {
    case 'prompt':
      return prompt(state, request.prompt_id, request.text);
    case 'answer':
      return answer(state, request.request, request.answer);
    case 'interrupt':
      return interrupt(state);
    case 'end':
      // ACP has no word for the end; an agent ends with its input.
      return stay(state);
  }
}

function prompt(state: AcpState, prompt_id: string, text: string): AcpStep {
  const { phase } = state;
  if (phase.kind !== 'idle') throw new Error(`${state.agent} takes no prompt now: it is ${phase.kind}`);
  const { id, line, state: asking } = promptAgent(state, phase.session, text);
  const turn = newTurn(prompt_id, id);
  return {
    state: { ...asking, phase: { kind: 'turn', session: phase.session, turn } },
    events: [],
    send: [line],
  };
}

/** Whatever waits for leave is answered after the cancel, as the protocol asks. */
function interrupt(state: AcpState): AcpStep {
  if (state.phase.kind !== 'turn' || state.phase.turn.stage === 'cancelling') return stay(state);
  const { session, turn } = state.phase;
  const start = begun(turn);
  const { turn: stopped, events, send } = cancelAsked({ ...start.turn, stage: 'cancelling' });
  return { ...inTurn(state, stopped, ...start.events, ...events), send: [cancelLine(session), ...send] };
}
