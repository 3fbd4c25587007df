/** Requests for permission over the protocol. */
import { askAbout, placeOf } from './asking/ask-about.ts';
import { askedBy, withdrawn, without } from './asking/asked.ts';
import { cancelled } from './asking/tell.ts';
import { callId, onAskedCall } from './calls.ts';
import { fieldsOf, listOf, textOf, type Fields } from '../fields.ts';
import { pause } from './message.ts';
import { quirksOf } from './quirks.ts';
import { readingsOf } from './reading.ts';
import { inTurn, stay, type AcpState, type AcpStep, type Asker } from './state.ts';
import { begun } from './turn.ts';
import { errorLine, requestCancelled, resultLine, type RequestId } from './wire.ts';

export function onPermission(state: AcpState, id: RequestId, params: Fields): AcpStep {
  const { phase, cwd } = state;
  // Outside a turn nothing is decided, and after a cancel the protocol requires this answer.
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
  const heard = onAskedCall(pause(start.turn), call, cwd, quirks);
  const readings = readingsOf(heard.sketch, call, cwd, quirks);
  return askAbout(state, heard.turn, [...start.events, ...heard.events], {
    asker,
    tool_call: callId(call),
    readings,
    place: placeOf(heard.sketch, cwd),
  });
}

/** The agent withdraws a request of its own. */
export function onCancelRequest(state: AcpState, params: Fields): AcpStep {
  const id = params['requestId'];
  if (state.phase.kind !== 'turn' || (typeof id !== 'string' && typeof id !== 'number')) return stay(state);
  const { turn } = state.phase;
  const taken = askedBy(turn, { kind: 'agent', id, allow: null, deny: null });
  if (taken.length === 0) return stay(state);
  const step = inTurn(state, without(turn, taken), ...taken.map(withdrawn));
  return { ...step, send: [errorLine(id, requestCancelled, 'Request cancelled')] };
}

/** Selects an option by its kind, never by position or name: both differ between agents. */
function optionOf(options: Fields[], kinds: string[]): string | null {
  for (const kind of kinds) {
    const id = textOf(options.find((option) => option['kind'] === kind)?.['optionId']);
    if (id !== null && id.length <= 1_000) return id;
  }
  return null;
}
