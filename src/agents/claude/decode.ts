/** Folds one line of Claude Code's output. */
import { onAssistant, onUser } from './content.ts';
import { onPiece } from './pieces.ts';
import { onCancel, onRequest, onResponse } from './control.ts';
import { entryOf, parseFields, textOf, type Fields } from '../fields.ts';
import { limitOf, systemEventOf } from './notices.ts';
import { stay, type ClaudeState, type ClaudeStep } from './state.ts';
import { onInit, onLifecycle, onResult, onState } from './turn.ts';

export function decodeClaude(state: ClaudeState, line: string): ClaudeStep {
  const message = parseFields(line);
  if (message === null) return stay(state, { type: 'unreadable', why: 'not a JSON object' });
  const handler = entryOf(handlers, textOf(message['type']));
  return handler ? handler(state, message) : stay(state);
}

type Handler = (state: ClaudeState, message: Fields) => ClaudeStep;

/** Other kinds, including new ones, are ignored. */
const handlers: Record<string, Handler> = {
  stream_event: onPiece,
  assistant: onAssistant,
  user: onUser,
  result: onResult,
  command_lifecycle: onLifecycle,
  control_request: onRequest,
  control_response: onResponse,
  control_cancel_request: onCancel,
  rate_limit_event: (state, message) => stay(state, limitOf(message)),
  system: onSystem,
};

function onSystem(state: ClaudeState, message: Fields): ClaudeStep {
  if (message['subtype'] === 'init') return onInit(state, message);
  if (message['subtype'] === 'session_state_changed') return onState(state, message);
  const event = systemEventOf(message);
  return event ? stay(state, event) : stay(state);
}
