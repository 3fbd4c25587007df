import type { SourceRange } from '../../contract/plan.ts';
import type { PlanFile } from '../plan-file.ts';

/** A file as lines with their byte positions. */
export interface SourceText {
  path: string;
  sha256: string;
  bytes: Uint8Array;
  lines: SourceLine[];
}

/** Bytes `start` to `end` are the line without its line break; a byte-order mark belongs to no line. */
export interface SourceLine {
  text: string;
  start: number;
  end: number;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Splits at LF, CR LF and CR, like Markdown. Invalid UTF-8 becomes U+FFFD in the text; ranges stay correct. */
export function readSourceText(file: PlanFile): SourceText {
  const { bytes } = file;
  const lines: SourceLine[] = [];
  let start = hasByteOrderMark(bytes) ? 3 : 0;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte !== lineFeed && byte !== carriageReturn) continue;
    lines.push(lineOf(bytes, start, at));
    if (byte === carriageReturn && bytes[at + 1] === lineFeed) at += 1;
    start = at + 1;
  }
  if (start < bytes.length) lines.push(lineOf(bytes, start, bytes.length));
  return { path: file.path, sha256: file.sha256, bytes, lines };
}

/** @returns the text between two bytes, unchanged */
export function textBetween(source: SourceText, start: number, end: number): string {
  return utf8.decode(source.bytes.subarray(start, end));
}

/** @returns the lines that begin between two bytes */
export function linesBetween(source: SourceText, start: number, end: number): SourceLine[] {
  return source.lines.filter((line) => line.start >= start && line.start < end);
}

/** @returns the text without a byte-order mark */
export function wholeText(source: SourceText): string {
  return textBetween(source, source.lines[0]?.start ?? 0, source.bytes.length);
}

/** @returns the bytes of the lines `from` to `to` (exclusive), without the last line break */
export function rangeOfLines(source: SourceText, from: number, to: number): SourceRange {
  const start = source.lines[from]?.start ?? source.bytes.length;
  const end = to > from ? (source.lines[to - 1]?.end ?? source.bytes.length) : start;
  return { path: source.path, start, end };
}

/** @returns the number of bytes that `text` takes in UTF-8 */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd8_00 && code < 0xdc_00) {
      bytes += 4;
      index += 1;
    } else bytes += 3;
  }
  return bytes;
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function lineOf(bytes: Uint8Array, start: number, end: number): SourceLine {
  return { text: utf8.decode(bytes.subarray(start, end)), start, end };
}
