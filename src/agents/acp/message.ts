/**
 * Text of the agent, which comes in pieces. If the agent does not name the message of a piece, all pieces without an
 * interruption are one message.
 */
import { keepStart, shorten } from '../../base/cut-text.ts';
import { retriedFailureOf } from './failure.ts';
import type { AgentEvent } from '../../contract/agent-event.ts';
import { fieldsOf, textOf, type Fields } from '../fields.ts';
import type { Quirks } from './quirks.ts';
import type { Turn } from './state.ts';
import { oneLine } from './words.ts';

/** Maximum characters of the agent's last message that are kept for the statement at the end of the turn. */
const maximumSaid = 2_000;

export function speak(
  turn: Turn,
  kind: 'text' | 'thinking',
  update: Fields,
  quirks: Quirks,
): { turn: Turn; events: AgentEvent[] } {
  const text = wordsOf(fieldsOf(update['content']));
  if (text === null) return { turn, events: [] };
  if (kind === 'text' && quirks.aside_text?.test(text)) return { turn, events: [] };
  const again = kind === 'text' ? quirks.retry_text?.exec(text) : null;
  if (again) {
    const of = again.groups?.['of'];
    return of === undefined
      ? retry(turn, oneLine(text))
      : retry(turn, 'the model failed', { of: Number(of) });
  }

  const given = textOf(update['messageId']);
  const announced = given === null ? null : keepStart(given, 200);
  const goesOn = turn.message?.kind === kind && turn.message.announced === announced;
  const messages = goesOn ? turn.messages : turn.messages + 1;
  const id = goesOn && turn.message ? turn.message.id : `${turn.prompt_id}/${messages}`;
  const before = goesOn ? turn.said : '';
  return {
    turn: {
      ...turn,
      message: { kind, id, announced },
      messages,
      answered: true,
      complaints: 0,
      said: kind === 'text' ? shorten(before + text, maximumSaid) : turn.said,
    },
    events: [{ type: kind, message: id, text, parent: null }],
  };
}

/** Something else came between: the next text is another message, unless the agent names the same one. */
export function pause(turn: Turn): Turn {
  return turn.message && turn.message.announced === null ? { ...turn, message: null } : turn;
}

/**
 * The agent retries the model after an error.
 *
 * @param told number of tries, maximum tries, and milliseconds until the next, if the agent reports them
 */
export function retry(
  turn: Turn,
  error: string,
  told: { attempt?: number | null; of?: number | null; wait_ms?: number } = {},
): { turn: Turn; events: AgentEvent[] } {
  const { of = null, wait_ms = 0 } = told;
  const attempt = told.attempt ?? turn.retries + 1;
  return {
    turn: { ...turn, retries: attempt, answered: false },
    events: [{ type: 'retrying', attempt, of, wait_ms, error, failure: retriedFailureOf(error) }],
  };
}

function wordsOf(content: Fields): string | null {
  switch (content['type']) {
    case 'text':
      return textOf(content['text']);
    case 'resource_link':
      return textOf(content['uri']);
    case 'image':
    case 'audio':
    case 'resource':
      return `[${content['type']}]`;
    default:
      return null;
  }
}
