/** What the scripted model has to know of one provider's API to speak it. */
import type { Step } from './script.ts';

export interface Dialect {
  /** Whether requests to this path are of it. */
  serves(path: string): boolean;
  /** What was said before, oldest first; null for a side call, such as for a title, which gets a bland answer. */
  turnsOf(body: Json): Said[] | null;
  /** An answer as the events of a stream, `halfway` between the two halves of its text. */
  stream(step: Step, id: string, model: string): string[];
  /** The bland answer to a side call that is not streamed. */
  plain(id: string, model: string): object;
}

export interface Said {
  by: 'person' | 'model';
  text: string;
}

export type Json = { [key: string]: unknown };

/** The two halves of a step's text, or all of it where it has no middle. */
export function halves({ text = '', halfway }: Step): string[] {
  if (halfway === undefined || text === '') return text === '' ? [] : [text];
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

/** The calls of a step. */
export function callsOf({ tool, input = {}, tools = [] }: Step): { tool: string; input: Json }[] {
  const all = tool === undefined ? tools : [{ tool, input }, ...tools];
  return all.map((call) => ({ tool: call.tool, input: call.input as Json }));
}

/** @returns text in the content of a message, which is a string or a list of parts. */
export function textIn(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (part as { text?: string }).text ?? '').join('\n');
}
