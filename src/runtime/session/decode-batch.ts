import type { HookAnswer, HookedCall } from '../../agents/agent.ts';
import type { JournalBatch } from '../../host/process/journal-reader.ts';
import { coalesce, type Heard } from '../../core/session/turns/coalesce.ts';
import type { Cursor } from './cursor.ts';
import type { AdapterBinding } from './transaction.ts';

export interface DecodedBatch {
  cursor: Cursor;
  events: Heard[];
  /** Lines that the adapter sends without a decision. */
  protocolLines: string[];
  answers: HookAnswer[];
}

/** Decodes lines of the journal with the adapter. */
export function decodeBatch(
  { lines, next }: JournalBatch,
  cursor: Cursor,
  binding: AdapterBinding | undefined,
): DecodedBatch {
  let { adapter } = cursor;
  const events: Heard[] = [];
  const protocolLines: string[] = [];
  const answers: HookAnswer[] = [];
  for (const { offset, length, text } of lines) {
    const ref = { offset, length };
    if (text === undefined) events.push({ ref, event: { type: 'unreadable', why: 'the line is too long' } });
    else if (!binding || !adapter)
      events.push({ ref, event: { type: 'unreadable', why: 'the agent is not configured' } });
    else {
      const step = binding.adapter.decode(adapter, text);
      adapter = step.state;
      protocolLines.push(...step.send);
      answers.push(...(step.answers ?? []));
      for (const event of step.events) events.push({ ref, event });
    }
  }
  return {
    cursor: { ...cursor, out_offset: next, adapter },
    events: coalesce(events),
    protocolLines,
    answers,
  };
}

/** Decodes lines of the agent's standard error with the adapter. */
export function decodeErrors(
  { lines, next }: JournalBatch,
  cursor: Cursor,
  binding: AdapterBinding | undefined,
): DecodedBatch {
  let { adapter } = cursor;
  const events: Heard[] = [];
  const protocolLines: string[] = [];
  for (const { text } of lines) {
    const step = adapter && text !== undefined && binding?.adapter.stderr?.(adapter, text);
    if (!step) continue;
    adapter = step.state;
    protocolLines.push(...step.send);
    // Standard error is not part of the journal, so the reference has length 0.
    for (const event of step.events) events.push({ ref: { offset: cursor.out_offset, length: 0 }, event });
  }
  return { cursor: { ...cursor, err_offset: next, adapter }, events, protocolLines, answers: [] };
}

/** Calls of hooks of the latest launch, and the position after their names in the call box. */
export interface CallBatch {
  launch: number;
  calls: HookedCall[];
  next: number;
}

/** Decodes calls of hooks with the adapter. */
export function decodeHookCalls(
  { launch, calls, next }: CallBatch,
  cursor: Cursor,
  binding: AdapterBinding | undefined,
): DecodedBatch {
  let { adapter } = cursor;
  const events: Heard[] = [];
  const protocolLines: string[] = [];
  const answers: HookAnswer[] = [];
  for (const call of calls) {
    const step = adapter && binding?.adapter.hooked?.(adapter, call);
    if (!step) continue;
    adapter = step.state;
    protocolLines.push(...step.send);
    answers.push(...(step.answers ?? []));
    // Calls of hooks are not part of the journal, so the reference has length 0.
    for (const event of step.events) events.push({ ref: { offset: cursor.out_offset, length: 0 }, event });
  }
  return { cursor: { ...cursor, calls: { launch, offset: next }, adapter }, events, protocolLines, answers };
}
