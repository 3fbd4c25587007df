import { ok } from '../../base/result.ts';
import { byteLength } from '../text/source-text.ts';
import type { SourceLine, SourceText } from '../text/source-text.ts';
import type { WriteBack, WriteBackInput } from './write-back.ts';

/** @returns the lines that begin in the unit */
export function linesOf(source: SourceText, { unit }: WriteBackInput): SourceLine[] {
  return source.lines.filter(({ start }) => start >= unit.range.start && start < unit.range.end);
}

/** Replaces `old` after `before` in a line. */
export function replaceInLine(
  source: SourceText,
  line: SourceLine,
  before: string,
  old: string,
  text: string,
): WriteBack {
  const start = line.start + byteLength(before);
  return ok([{ path: source.path, create: false, edits: [{ start, end: start + byteLength(old), text }] }]);
}
