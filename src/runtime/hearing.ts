import type { JournalBatch } from '../host/process/journal-reader.ts';
import { coalesce, type Heard } from '../core/session/turns/coalesce.ts';
import type { Cursor } from './cursor.ts';
import type { Voice } from './transaction.ts';

export interface Hearing {
  cursor: Cursor;
  heard: Heard[];
  /** What the adapter answers by itself. */
  chatter: string[];
}

/** Folds lines of the journal through the adapter. */
export function listen({ lines, next }: JournalBatch, cursor: Cursor, voice: Voice | undefined): Hearing {
  let { adapter } = cursor;
  const heard: Heard[] = [];
  const chatter: string[] = [];
  for (const { offset, length, text } of lines) {
    const ref = { offset, length };
    if (text === undefined) heard.push({ ref, event: { type: 'unreadable', why: 'the line is too long' } });
    else if (!voice || !adapter)
      heard.push({ ref, event: { type: 'unreadable', why: 'the agent is not configured' } });
    else {
      const step = voice.adapter.decode(adapter, text);
      adapter = step.state;
      chatter.push(...step.send);
      for (const event of step.events) heard.push({ ref, event });
    }
  }
  return { cursor: { ...cursor, out_offset: next, adapter }, heard: coalesce(heard), chatter };
}
