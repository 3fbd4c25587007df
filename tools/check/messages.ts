/**
 * Finds the texts that a program can show: every string with a space in the sources. Parsed, because line patterns miss
 * some.
 */
import { parseSync } from 'rolldown/utils';

export interface Message {
  text: string;
  line: number;
}

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

export function messagesIn(path: string, source: string): Message[] {
  const messages: Message[] = [];
  const add = (text: unknown, start: number, words: RegExp) => {
    if (typeof text === 'string' && words.test(text))
      messages.push({ text, line: source.slice(0, start).split('\n').length });
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isNode(value) || value.type === 'ImportDeclaration') return;
    if (value.type === 'Literal') add(value['value'], value.start, /\S\s+\S/);
    // A single word beside a placeholder is part of a sentence: `fix ${file}`.
    if (value.type === 'TemplateElement')
      add((value['value'] as { cooked?: unknown }).cooked, value.start, /\S\s|\s\S/);
    Object.values(value).forEach(visit);
  };
  visit(parseSync(path, source).program);
  return messages;
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}
