/** YAML as people and agents write it: read as far as possible, with every scalar kept as written (`02`, `1.10`). */
import { keepStart } from '../../base/cut-text.ts';
import { isMap, isScalar, parseDocument } from 'yaml';
import { isDeepYaml } from '../../base/bounded-yaml.ts';
import type { Scalar } from 'yaml';
import type { SourceText } from './source-text.ts';

export type YamlValue = string | null | YamlValue[] | { [key: string]: YamlValue };

export interface YamlText {
  fields: { [key: string]: YamlValue };
  /** Problems, one line each; the text was still read. */
  faults: string[];
}

/** Maximum characters that are parsed; longer texts are read field by field. */
const maximumParsed = 1_000_000;

export function readYaml(text: string): YamlText {
  const parsed = parse(text);
  const fields = fieldsByLine(text);
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value))
    return { fields, faults: parsed.faults.length > 0 ? parsed.faults : ['is not a mapping'] };
  const merged =
    parsed.faults.length === 0 ? { ...parsed.value } : { ...fields, ...withoutEmpty(parsed.value) };
  return { fields: merged, faults: parsed.faults };
}

/** @returns the position of a top-level scalar's text (in characters, without quotes) */
export function placeOfScalar(
  text: string,
  path: readonly string[],
): { start: number; end: number; value: string } | undefined {
  if (isDeepYaml(text)) return undefined;
  try {
    let node: unknown = parseDocument(text, options).contents;
    for (const key of path) {
      if (!isMap(node)) return undefined;
      node = node.get(key, true);
    }
    if (!isScalar(node) || !node.range) return undefined;
    return place(node, text);
  } catch {
    // The parser throws if nesting exhausts the stack: then there is no scalar.
    return undefined;
  }
}

const options = { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent', prettyErrors: false } as const;

function place(node: Scalar, text: string): { start: number; end: number; value: string } {
  const [start = 0, end = 0] = node.range ?? [];
  const quoted = /^["']/.test(text.slice(start, start + 1)) ? 1 : 0;
  return { start: start + quoted, end: Math.max(start + quoted, end - quoted), value: String(node.value) };
}

function parse(text: string): { value: unknown; faults: string[] } {
  if (text.length > maximumParsed)
    return { value: null, faults: ['is too long to be parsed; read field by field'] };
  if (isDeepYaml(text)) return { value: null, faults: ['is nested too deep; read field by field'] };
  try {
    const document = parseDocument(text, options);
    const faults = document.errors.map((error) => keepStart(error.message.split('\n')[0] ?? '', 200));
    return { value: document.toJS({ maxAliasCount: 100 }), faults };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'cannot be parsed';
    return { value: null, faults: [keepStart(reason, 200)] };
  }
}

/** Top-level `key: value`, `key: [a, b]` and `key:` followed by `- a` lines. */
function fieldsByLine(text: string): { [key: string]: YamlValue } {
  const fields: { [key: string]: YamlValue } = Object.create(null);
  let list: YamlValue[] | null = null;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const item = /^\s*-\s+(.*)$/.exec(line);
    if (item && list) {
      list.push(unquoted(item[1] ?? ''));
      continue;
    }
    const field = /^([A-Za-z_][\w-]{0,80})[ \t]*:(?:[ \t]+(.*))?$/.exec(line);
    if (!field) {
      if (/^\S/.test(line)) list = null;
      continue;
    }
    const [, key = '', written = ''] = field;
    const value = written.trim();
    list = value === '' ? [] : null;
    const flow = /^\[(.*)\]$/.exec(value);
    if (list) fields[key] = list;
    else fields[key] = flow ? (flow[1] ?? '').split(',').map(unquoted).filter(Boolean) : unquoted(value);
  }
  return fields;
}

function unquoted(value: string): string {
  return value.trim().replace(/^(["'])(.*)\1$/, '$2');
}

function withoutEmpty(fields: object): { [key: string]: YamlValue } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));
}

/** @returns whether a document has a top-level key, without parsing YAML */
export function hasKey(source: SourceText, key: string): boolean {
  return source.lines.some((line) => new RegExp(`^["']?${key}["']?\\s*:`).test(line.text));
}
