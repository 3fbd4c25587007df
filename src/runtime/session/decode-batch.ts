/** Decodes everything that an agent writes with its adapter: the journal, standard error, and calls of hooks. */
import type { AdapterState, AdapterStep, HookAnswer, HookedCall } from '../../agents/agent.ts';
import type { JournalRef } from '../../contract/agent-event.ts';
import { coalesce, type Heard } from '../../core/session/turns/coalesce.ts';
import type { JournalBatch } from '../../host/process/journal-reader.ts';
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
  const { adapter, events, ...rest } = decodeAll(cursor, lines, ({ offset, length, text }, state) => {
    const ref = { offset, length };
    if (text === undefined) return unreadable(ref, state, 'the line is too long');
    return binding && state
      ? { ref, ...binding.adapter.decode(state, text) }
      : unreadable(ref, state, 'the agent is not configured');
  });
  return { cursor: { ...cursor, out_offset: next, adapter }, events: coalesce(events), ...rest };
}

/** Decodes lines of the agent's standard error with the adapter. */
export function decodeErrors(
  { lines, next }: JournalBatch,
  cursor: Cursor,
  binding: AdapterBinding | undefined,
): DecodedBatch {
  const { adapter, ...rest } = decodeAll(cursor, lines, ({ text }, state) => {
    const step = state && text !== undefined && binding?.adapter.stderr?.(state, text);
    return step ? { ref: outsideJournal(cursor), ...step } : undefined;
  });
  return { cursor: { ...cursor, err_offset: next, adapter }, ...rest };
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
  const { adapter, ...rest } = decodeAll(cursor, calls, (call, state) => {
    const step = state && binding?.adapter.hooked?.(state, call);
    return step ? { ref: outsideJournal(cursor), ...step } : undefined;
  });
  return { cursor: { ...cursor, calls: { launch, offset: next }, adapter }, ...rest };
}

type DecodedItem = Omit<AdapterStep<AdapterState>, 'state'> & { state: AdapterState | null; ref: JournalRef };

/** @param decode returns undefined for an item without a meaning */
function decodeAll<Item>(
  cursor: Cursor,
  items: readonly Item[],
  decode: (item: Item, adapter: AdapterState | null) => DecodedItem | undefined,
): Omit<DecodedBatch, 'cursor'> & { adapter: AdapterState | null } {
  let { adapter } = cursor;
  const events: Heard[] = [];
  const protocolLines: string[] = [];
  const answers: HookAnswer[] = [];
  for (const item of items) {
    const decoded = decode(item, adapter);
    if (!decoded) continue;
    adapter = decoded.state;
    protocolLines.push(...decoded.send);
    answers.push(...(decoded.answers ?? []));
    for (const event of decoded.events) events.push({ ref: decoded.ref, event });
  }
  return { adapter, events, protocolLines, answers };
}

function unreadable(ref: JournalRef, state: AdapterState | null, why: string): DecodedItem {
  return { ref, state, events: [{ type: 'unreadable', why }], send: [] };
}

/** Standard error and calls of hooks are not part of the journal, so the reference has length 0. */
function outsideJournal({ out_offset }: Cursor): JournalRef {
  return { offset: out_offset, length: 0 };
}
