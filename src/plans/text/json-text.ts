/** JSON with the positions of its values, read without deep recursion. */
import { keepStart } from '../../base/cut-text.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';

/** @returns the value, or the problem in one line */
export function readJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (error) {
    return err(error instanceof Error ? keepStart(error.message, 200) : 'is not JSON');
  }
}

export interface TextRange {
  /** In characters of the text; strings include their quotation marks. */
  start: number;
  end: number;
}

/**
 * @returns the place of a value by its path of keys and indices; undefined if it does not exist, or the text is not
 *   JSON
 */
export function placeInJson(text: string, path: readonly (string | number)[]): TextRange | undefined {
  let at = skipSpace(text, 0);
  for (const key of path) {
    const found = typeof key === 'number' ? elementAt(text, at, key) : memberAt(text, at, key);
    if (found === undefined) return undefined;
    at = found;
  }
  return { start: at, end: endOfValue(text, at) };
}

/** @returns the begin and end of each element of an array */
export function elementsInJson(text: string, path: readonly (string | number)[]): TextRange[] {
  const array = placeInJson(text, path);
  if (!array || text[array.start] !== '[') return [];
  const places: TextRange[] = [];
  let at = skipSpace(text, array.start + 1);
  while (at < array.end && text[at] !== ']') {
    const end = endOfValue(text, at);
    if (end <= at) break;
    places.push({ start: at, end });
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return places;
}

function elementAt(text: string, array: number, index: number): number | undefined {
  if (text[array] !== '[') return undefined;
  let at = skipSpace(text, array + 1);
  for (let count = 0; at < text.length && text[at] !== ']'; count += 1) {
    if (count === index) return at;
    at = skipSpace(text, endOfValue(text, at));
    if (text[at] !== ',') return undefined;
    at = skipSpace(text, at + 1);
  }
  return undefined;
}

/** The last of duplicate keys counts, as in JSON.parse. */
function memberAt(text: string, object: number, key: string): number | undefined {
  if (text[object] !== '{') return undefined;
  let found: number | undefined;
  let at = skipSpace(text, object + 1);
  while (at < text.length && text[at] === '"') {
    const end = endOfString(text, at);
    const name = readJson(text.slice(at, end));
    at = skipSpace(text, end);
    if (text[at] !== ':') return found;
    at = skipSpace(text, at + 1);
    if (name.ok && name.value === key) found = at;
    at = skipSpace(text, endOfValue(text, at));
    if (text[at] !== ',') return found;
    at = skipSpace(text, at + 1);
  }
  return found;
}

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first !== '{' && first !== '[') {
    let at = start;
    while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at += 1;
    return at;
  }
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at) - 1;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
  return at;
}
