import { keepStart } from '../../base/cut-text.ts';
import type { JournalRef } from '../../contract/agent-event.ts';
import type { EventText } from '../../contract/event.ts';

/** Maximum characters of one text in an event; the full text is in the journal at `ref`. */
const maximumText = 16 * 1024;

export function cut(text: string, ref: JournalRef): EventText {
  return text.length <= maximumText ? { text } : { text: keepStart(text, maximumText), ref };
}

export function cutInput(input: unknown, ref: JournalRef): { input: unknown; ref?: JournalRef } {
  const text = JSON.stringify(input);
  return text === undefined || text.length <= maximumText
    ? { input }
    : { input: keepStart(text, maximumText), ref };
}
