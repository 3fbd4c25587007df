/** Makes untrusted text safe for a terminal. */

import { shorten } from './cut-text.ts';

/** Escape sequences: CSI, OSC and the other strings up to their end or the end of the text, and single-character ones. */
const sequences =
  // oxlint-disable-next-line no-control-regex -- these are what has to go
  /\u001B(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][\s\S]*?(?:\u0007|\u001B\\|\u009C|$)|[ -/]*[0-~])|\u009B[0-?]*[ -/]*[@-~]|[\u0090\u0098\u009D-\u009F][\s\S]*?(?:\u0007|\u001B\\|\u009C|$)/g;

/**
 * Control characters except tab and newline; marks that change direction or width, or are invisible; tag characters.
 */
const invisible =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- these are what has to go
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;

/** @returns the text with lines and tabs, without sequences that a terminal interprets */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(sequences, '').replaceAll(invisible, '');
}

/** @returns the text on one line, cut to `width` characters if given */
export function printableLine(text: string, maximum = Infinity): string {
  const line = printable(text).replaceAll(/\s+/g, ' ').trim();
  return shorten(line, maximum);
}

/** Colours and weights (ECMA-48, Select Graphic Rendition): of all sequences the only ones that do no more than paint. */
// oxlint-disable-next-line no-control-regex -- what is looked for
const rendition = /(\u001B\[[\d;]*m)/;

/** Like {@link printable}, but keeps colours. */
export function printablePainted(text: string): string {
  return text
    .split(rendition)
    .map((piece, index) => (index % 2 === 1 ? piece : printable(piece)))
    .join('');
}

/** @returns the value as JSON on one line: complete, with control characters escaped */
export function printableJson(value: unknown): string {
  return visible(JSON.stringify(value));
}

/** @returns the text with control characters escaped, as `\u001b` */
export function visible(text: string): string {
  return text.replaceAll(invisible, (character) =>
    Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(''),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
