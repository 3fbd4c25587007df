/**
 * A conversation on disk, so that another process can continue it after this one was killed. The file has JSON lines;
 * every prompt, text and completed step is appended immediately.
 */
import type { SessionUpdate } from '@agentclientprotocol/sdk';
import { randomUUID } from 'node:crypto';
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Step } from './step.ts';

export interface Conversation {
  id: string;
  /** Appends a record. */
  append(record: Record): void;
  /** Returns all records in order. */
  records(): readonly Record[];
}

export type Record =
  | { type: 'prompt'; text: string }
  | { type: 'update'; update: SessionUpdate }
  /** The steps to do; they replace those of an earlier script. */
  | { type: 'script'; steps: Step[] }
  /** Number of completed steps. */
  | { type: 'done'; steps: number }
  | { type: 'spent'; cost_usd: number };

export function createConversation(): Conversation {
  const id = randomUUID();
  appendFileSync(fileOf(id), '', { mode: 0o600 });
  return conversation(id, []);
}

/** @returns undefined if there is no conversation with that id */
export function openConversation(id: string): Conversation | undefined {
  if (!/^[0-9a-f-]{36}$/.test(id) || !existsSync(fileOf(id))) return undefined;
  const text = readFileSync(fileOf(id), 'utf8');
  // If a process was killed, its last line may be incomplete.
  if (text !== '' && !text.endsWith('\n')) appendFileSync(fileOf(id), '\n');
  return conversation(id, text.split('\n').flatMap(readRecord));
}

/** @returns a copy with its own id */
export function copyConversation(id: string): Conversation | undefined {
  if (!openConversation(id)) return undefined;
  const copy = randomUUID();
  copyFileSync(fileOf(id), fileOf(copy));
  return openConversation(copy);
}

/** Returns the updates that a client gets when it loads a conversation. */
export function historyOf(conversation: Conversation): SessionUpdate[] {
  return conversation.records().flatMap((record): SessionUpdate[] => {
    if (record.type === 'update') return [record.update];
    if (record.type !== 'prompt') return [];
    return [{ sessionUpdate: 'user_message_chunk', content: { type: 'text', text: record.text } }];
  });
}

/** Returns the remaining steps, and the number of steps before them. */
export function stepsLeft(conversation: Conversation): { done: number; steps: Step[] } {
  const records = conversation.records();
  const from = records.findLastIndex(({ type }) => type === 'script');
  const script = records[from];
  if (script?.type !== 'script') return { done: 0, steps: [] };
  const done = records
    .slice(from)
    .reduce((most, record) => (record.type === 'done' ? Math.max(most, record.steps) : most), 0);
  return { done, steps: script.steps.slice(done) };
}

/** Returns US dollars. */
export function costOf(conversation: Conversation): number {
  return conversation
    .records()
    .reduce((sum, record) => sum + (record.type === 'spent' ? record.cost_usd : 0), 0);
}

function conversation(id: string, records: Record[]): Conversation {
  return {
    id,
    append(record) {
      records.push(record);
      appendFileSync(fileOf(id), `${JSON.stringify(record)}\n`);
    },
    records: () => records,
  };
}

/** Conversations are stored in `FAIRLEAD_SCRIPTED_HOME`, by default below the user's state directory. */
function fileOf(id: string): string {
  const { FAIRLEAD_SCRIPTED_HOME, XDG_STATE_HOME } = process.env;
  const state = XDG_STATE_HOME?.startsWith('/') ? XDG_STATE_HOME : join(homedir(), '.local/state');
  const directory = FAIRLEAD_SCRIPTED_HOME ?? join(state, 'fairlead/scripted');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return join(directory, `${id}.jsonl`);
}

function readRecord(line: string): Record[] {
  try {
    return [JSON.parse(line) as Record];
  } catch {
    return [];
  }
}
