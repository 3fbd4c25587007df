/** Text as it streams. The complete message that follows repeats it; only the rest is reported. */
import { entryOf, fieldsOf, textOf, type Fields } from '../fields.ts';
import { stay, without, type ClaudeState, type ClaudeStep } from './state.ts';

export function onPiece(state: ClaudeState, line: Fields): ClaudeStep {
  const parent = textOf(line['parent_tool_use_id']);
  const speaker = parent ?? '';
  const event = fieldsOf(line['event']);
  switch (event['type']) {
    case 'message_start': {
      const message = textOf(fieldsOf(event['message'])['id']);
      if (message === null) return stay(state);
      return stay({ ...state, speaking: { ...state.speaking, [speaker]: { message, told: 0 } } });
    }
    case 'content_block_delta': {
      const speaking = entryOf(state.speaking, speaker);
      const delta = fieldsOf(event['delta']);
      const type = delta['type'] === 'thinking_delta' ? 'thinking' : 'text';
      const text = textOf(delta[type]);
      if (!speaking || text === null) return stay(state);
      const told = speaking.told + text.length;
      const next = { ...state, speaking: { ...state.speaking, [speaker]: { ...speaking, told } } };
      return stay(next, { type, message: speaking.message, text, parent });
    }
    case 'message_stop':
      return stay({ ...state, speaking: without(state.speaking, speaker) });
    default:
      return stay(state);
  }
}

/** Returns how much of a message's block was reported; the next block starts from zero. */
export function takeTold(
  state: ClaudeState,
  message: string,
  parent: string | null,
): { state: ClaudeState; told: number } {
  const speaking = entryOf(state.speaking, parent ?? '');
  if (speaking?.message !== message) return { state, told: 0 };
  const next = { ...speaking, told: 0 };
  return { state: { ...state, speaking: { ...state.speaking, [parent ?? '']: next } }, told: speaking.told };
}
