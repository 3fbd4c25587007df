import { readFileSync, statSync } from 'node:fs';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { err, ok, type Result } from '../../base/result.ts';
import { problem, type Problem } from '../../contract/error.ts';
import { settingsSchema, type SettingsFile } from '../../contract/settings.ts';

/** Bytes; a configuration is written by hand. */
const maximumSize = 1024 * 1024;

/** What a file says, and where in it. */
export interface ReadFile<T> {
  content: T;
  /** As it was read; what a user trusts. */
  bytes: Buffer;
  /** The line of a value, counted from 1. */
  lineOf: LineOf;
}

export type LineOf = (keys: readonly (string | number)[]) => number | undefined;

/** @returns the file's content; undefined where there is no file; a problem that names the file and the place in it */
export function readSettingsFile(path: string): Result<ReadFile<SettingsFile> | undefined, Problem> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return ok(undefined);
  const mend = `mend ${path}`;
  if (!found.isFile() || found.size > maximumSize)
    return err(problem('configuration', `${path} is no configuration file`, `move it away, or ${mend}`));
  const lineCounter = new LineCounter();
  const bytes = readFileSync(path);
  const document = parseDocument(bytes.toString(), { prettyErrors: true, lineCounter });
  const [fault] = document.errors;
  if (fault) return err(problem('configuration', `${path}: ${fault.message.split('\n')[0]}`, mend));
  const parsed = settingsSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return ok({ content: parsed.data, bytes, lineOf: lineFinder(document, lineCounter) });
  const [issue] = parsed.error.issues;
  return err(problem('configuration', `${path}: ${issue ? sayIssue(issue, []) : 'invalid'}`, mend));
}

export function lineFinder(document: Document.Parsed, lines: LineCounter): LineOf {
  return (keys) => {
    const found = document.getIn(keys, true);
    const [from] = isNode(found) ? (found.range ?? []) : [];
    return from === undefined ? undefined : lines.linePos(from).line;
  };
}

/** What is wrong and where; where one of several forms is meant, what is wrong with the one that fits best. */
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
