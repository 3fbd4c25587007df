/** Folds one line of an agent's output. */
import { fieldsOf, textOf, type Fields } from '../fields.ts';
import { onOwnNotification } from './complaints/on-complaint.ts';
import { onInitialized, onOpened, onSet } from './handshake.ts';
import { onCancelRequest, onPermission } from './permission.ts';
import { stay, type AcpState, type AcpStep } from './state.ts';
import { onPromptAnswer } from './turn.ts';
import { onUpdate } from './update.ts';
import { onCost } from './usage.ts';
import { errorLine, methodNotFound, readMessage, type Answer, type RequestId } from './wire.ts';
import { oneLine } from './words.ts';

export function decodeAcp(state: AcpState, line: string): AcpStep {
  const message = readMessage(line);
  switch (message.kind) {
    case 'unreadable':
      return stay(state, { type: 'unreadable', why: message.why });
    case 'request':
      return onRequest(state, message.id, message.method, message.params);
    case 'notification':
      return onNotification(state, message.method, message.params);
    case 'response':
      return onResponse(state, message.id, message.answer);
  }
}

/** Refuses requests for files and terminals, which fairlead does not offer. Some agents send them anyway. */
function onRequest(state: AcpState, id: RequestId, method: string, params: Fields): AcpStep {
  if (method === 'session/request_permission') return onPermission(state, id, params);
  return { state, events: [], send: [errorLine(id, methodNotFound, `Method not found: ${oneLine(method)}`)] };
}

function onNotification(state: AcpState, method: string, params: Fields): AcpStep {
  if (method === '$/cancel_request') return onCancelRequest(state, params);
  if (method !== 'session/update') return onOwnNotification(state, method, params);
  const { phase } = state;
  const update = fieldsOf(params['update']);
  if (phase.kind !== 'turn') return onCostBetween(state, update);
  return textOf(params['sessionId']) === phase.session ? onUpdate(state, phase.turn, update) : stay(state);
}

/**
 * Between turns only the total cost counts. Before the agent is ready it is the cost of an earlier process; later it
 * is cost that follows a turn.
 */
function onCostBetween(state: AcpState, update: Fields): AcpStep {
  if (update['sessionUpdate'] !== 'usage_update') return stay(state);
  const before = state.phase.kind === 'idle' ? state.spent : { ...state.spent, cost_usd: null };
  const { spent, events } = onCost(before, update);
  return stay({ ...state, spent }, ...events);
}

/** A response to none of the open requests is late, and ignored. */
function onResponse(state: AcpState, id: RequestId, answer: Answer): AcpStep {
  const { phase } = state;
  switch (phase.kind) {
    case 'initializing':
      return phase.request === id ? onInitialized(state, phase, answer) : stay(state);
    case 'opening':
      return phase.request === id ? onOpened(state, phase, answer) : stay(state);
    case 'setting':
      return phase.request === id ? onSet(state, phase, answer) : stay(state);
    case 'turn':
      return phase.turn.request === id
        ? onPromptAnswer(state, phase.session, phase.turn, answer)
        : stay(state);
    case 'idle':
    case 'failed':
      return stay(state);
  }
}
