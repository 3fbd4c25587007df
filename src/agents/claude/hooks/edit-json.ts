/**
 * Inserts an entry into a JSON text, and removes it again without a trace: comments, order and layout stay. The entry
 * follows the last token of its container, so all blanks before it belong to it. In an empty container it follows the
 * bracket at once, whereas a bracket written with the entry is followed by a blank or a break: so the original
 * brackets can be recognised.
 */
import type { Edit, Node } from 'jsonc-parser';

/** @param key of the entry if the container is an object */
export function addEntry(text: string, container: Node, value: unknown, key?: string): Edit[] {
  const layout = layoutOf(text, container);
  const entry = `${key === undefined ? '' : `${JSON.stringify(key)}: `}${printed(value, layout)}`;
  const last = container.children?.at(-1);
  if (!last) return [insertion(container.offset + 1, entry)];

  const tokens = tokensIn(text, endOf(last), endOf(container) - 1);
  const ended = tokens.some(({ kind }) => kind === 'comma');
  const at = tokens.at(-1)?.end ?? endOf(last);
  const blank = layout.broken ? `${layout.eol}${layout.indent}` : ' ';
  if (ended) return [insertion(at, `${blank}${entry},`)];
  if (at === endOf(last)) return [insertion(at, `,${blank}${entry}`)];
  return [insertion(endOf(last), ','), insertion(at, `${blank}${entry}`)];
}

/** Removes an element, or a property with its key, from its container. */
export function removeEntry(text: string, entry: Node): Edit[] {
  const container = entry.parent;
  if (!container?.children) throw new Error('the whole of a text is no entry');
  const index = container.children.indexOf(entry);
  const [previous, next] = [container.children[index - 1], container.children[index + 1]];
  const before = tokensIn(text, previous ? endOf(previous) : container.offset + 1, entry.offset);
  const after = tokensIn(text, endOf(entry), next?.offset ?? endOf(container) - 1);

  const comma = after.find(({ kind }) => kind === 'comma') ?? before.findLast(({ kind }) => kind === 'comma');
  const token = before.at(-1);
  const rest = comma?.at === endOf(entry) ? comma.end : endOf(entry);
  // A line comment must not swallow text that follows it.
  const swallowed = token?.kind === 'line_comment' && !/^[\r\n]/.test(text.slice(rest));
  const from = swallowed ? entry.offset : (token?.end ?? (previous ? endOf(previous) : container.offset + 1));
  return [removal(from, endOf(entry)), ...(comma ? [removal(comma.at, comma.end)] : [])];
}

/** Whether the container holds only this entry and was written with it. */
export function isWrittenWithEntry(text: string, container: Node): boolean {
  const [only, ...others] = container.children ?? [];
  if (!only || others.length > 0) return false;
  const around = [
    ...tokensIn(text, container.offset + 1, only.offset),
    ...tokensIn(text, endOf(only), endOf(container) - 1),
  ];
  return /\s/.test(text[container.offset + 1] ?? '') && around.length === 0;
}

export function endOf({ offset, length }: Node): number {
  return offset + length;
}

interface Layout {
  /** Whether entries are on their own lines. */
  broken: boolean;
  /** The indentation of such a line. */
  indent: string;
  /** One level of it. */
  unit: string;
  eol: string;
}

function layoutOf(text: string, container: Node): Layout {
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const unit = /(?:^|[\r\n])([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const children = container.children ?? [];
  const last = children.at(-1);
  const outer = indentOfLine(text, container.offset);
  if (!last) return { broken: true, indent: outer, unit, eol };
  const gaps = [...children, undefined].map((child, index) => {
    const previous = children[index - 1];
    return text.slice(
      previous ? endOf(previous) : container.offset + 1,
      child?.offset ?? endOf(container) - 1,
    );
  });
  const begins = /^\s*$/.test(text.slice(startOfLine(text, last.offset), last.offset));
  return {
    broken: gaps.some((gap) => /[\r\n]/.test(gap)),
    indent: begins ? indentOfLine(text, last.offset) : outer + unit,
    unit,
    eol,
  };
}

/** Returns the value with the layout's indentation, or on one line with a blank after each bracket. */
function printed(value: unknown, { broken, indent, unit, eol }: Layout): string {
  return broken
    ? JSON.stringify(value, null, unit).replaceAll('\n', `${eol}${indent}`)
    : JSON.stringify(value, null, 1).replaceAll(/\n */g, ' ');
}

interface Token {
  kind: 'comma' | 'line_comment' | 'comment';
  at: number;
  end: number;
}

/** Returns the tokens between two entries, without blanks. */
function tokensIn(text: string, from: number, to: number): Token[] {
  return [...text.slice(from, to).matchAll(/\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|,/g)].map(
    ({ 0: token, index }) => ({
      kind: token === ',' ? 'comma' : token.startsWith('//') ? 'line_comment' : 'comment',
      at: from + index,
      end: from + index + token.length,
    }),
  );
}

function indentOfLine(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(startOfLine(text, offset), offset))?.[0] ?? '';
}

function startOfLine(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function insertion(offset: number, content: string): Edit {
  return { offset, length: 0, content };
}

function removal(from: number, to: number): Edit {
  return { offset: from, length: to - from, content: '' };
}
