import { readFileSync, statSync } from 'node:fs';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { boundedUniqueKeys, isDeepYaml } from '../base/bounded-yaml.ts';
import { err, ok, type Result } from '../base/result.ts';
import { problem, type Problem } from '../base/problem.ts';
import { settingsSchema, type SettingsFile } from '../contract/settings.ts';

/** Bytes; more than a hand-written configuration needs. */
const maximumSize = 256 * 1024;

/** The content of a file, and the lines of its values. */
export interface ReadFile<T> {
  content: T;
  /** The file as it was read. Trust is bound to these bytes. */
  bytes: Buffer;
  /** Returns the line of a value, counted from 1. */
  lineOf: LineOf;
}

export type LineOf = (keys: readonly (string | number)[]) => number | undefined;

/** @returns the content; undefined if the file does not exist; or a problem with the file and the line */
export function readSettingsFile(path: string): Result<ReadFile<SettingsFile> | undefined, Problem> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return ok(undefined);
  const fix = `fix ${path}`;
  if (!found.isFile()) return err(problem('configuration', `not a file: ${path}`, `try: move it away`));
  if (found.size > maximumSize)
    return err(
      problem(
        'configuration',
        `larger than ${maximumSize / 1024} KiB: ${path}`,
        'try: remove everything that is not configuration',
      ),
    );
  const lineCounter = new LineCounter();
  const bytes = readFileSync(path);
  const read = parse(bytes.toString(), lineCounter);
  if (!read.ok) return err(problem('configuration', `${path}: ${read.error}`, fix));
  const { document, value } = read.value;
  const parsed = settingsSchema.safeParse(value ?? {});
  if (parsed.success) return ok({ content: parsed.data, bytes, lineOf: lineFinder(document, lineCounter) });
  const [issue] = parsed.error.issues;
  return err(problem('configuration', `${path}: ${issue ? sayIssue(issue, []) : 'invalid'}`, fix));
}

/**
 * Parses untrusted text: a repository may ship any content as its configuration, so parsing must be fast and must not
 * throw.
 */
function parse(
  text: string,
  lineCounter: LineCounter,
): Result<{ document: Document.Parsed; value: unknown }, string> {
  if (isDeepYaml(text)) return err('nested too deep');
  try {
    const document = parseDocument(text, {
      prettyErrors: true,
      uniqueKeys: boundedUniqueKeys(),
      lineCounter,
    });
    const [fault] = document.errors;
    if (fault) return err(fault.message.split('\n')[0] ?? 'not YAML');
    return ok({ document, value: document.toJS({ maxAliasCount: 100 }) as unknown });
  } catch (error) {
    // The parser throws on too many aliases, on an alias without an anchor, and on a stack overflow.
    return err(error instanceof Error ? (error.message.split('\n')[0] ?? 'not YAML') : 'not YAML');
  }
}

export function lineFinder(document: Document.Parsed, lines: LineCounter): LineOf {
  return (keys) => {
    const found = document.getIn(keys, true);
    const [from] = isNode(found) ? (found.range ?? []) : [];
    return from === undefined ? undefined : lines.linePos(from).line;
  };
}

/** Describes an invalid value. If several forms are possible, describes the error of the closest one. */
function sayIssue(issue: z.core.$ZodIssue, within: readonly PropertyKey[]): string {
  const at = [...within, ...issue.path];
  if (issue.code === 'invalid_union') {
    const best = issue.errors
      .flat()
      .find(({ path, code }) => path.length > 0 || code === 'unrecognized_keys');
    if (best) return sayIssue(best, at);
  }
  const what = issue.code === 'unrecognized_keys' ? `unknown key ${issue.keys.join(', ')}` : issue.message;
  return at.length === 0 ? what : `${at.map(String).join('.')}: ${what}`;
}
