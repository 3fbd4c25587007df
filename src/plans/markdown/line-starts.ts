/**
 * Block starts of CommonMark 0.31 (https://spec.commonmark.org/0.31.2/). Each function reads text without
 * indentation.
 */

export interface Marker {
  ordered: boolean;
  /** The bullet, or the delimiter after the number: items with the same one belong to one list. */
  family: string;
  number: string | null;
  width: number;
}

export interface Fence {
  char: string;
  length: number;
  language: string;
}

/** @returns the level and text of an ATX heading */
export function readHeading(text: string): { level: number; text: string } | undefined {
  const match = /^(#{1,6})(?:[ \t]|$)/.exec(text);
  if (!match) return undefined;
  const [, marks = ''] = match;
  let words = text.slice(marks.length).trim();
  let end = words.length;
  while (end > 0 && words[end - 1] === '#') end -= 1;
  if (end === 0) words = '';
  else if (end < words.length && /[ \t]/.test(words[end - 1] ?? '')) words = words.slice(0, end).trimEnd();
  return { level: marks.length, text: words };
}

/** @returns 1 or 2 for a line that turns the previous paragraph into a heading */
export function readUnderline(text: string): number | undefined {
  if (/^=+[ \t]*$/.test(text)) return 1;
  return /^-+[ \t]*$/.test(text) ? 2 : undefined;
}

export function isRule(text: string): boolean {
  const mark = text[0] ?? '';
  if (!'*_-'.includes(mark) || !/^(?:\*[*\s]*|_[_\s]*|-[-\s]*)$/.test(text)) return false;
  return text.split(mark, 4).length === 4;
}

export function readFence(text: string): Fence | undefined {
  const match = /^(`{3,}|~{3,})/.exec(text);
  if (!match) return undefined;
  const [run = ''] = match;
  const info = text.slice(run.length);
  if (run.startsWith('`') && info.includes('`')) return undefined;
  const [language = ''] = info.trim().split(/[\s{,]/, 1);
  return { char: run.slice(0, 1), length: run.length, language: language.toLowerCase() };
}

export function closesFence(text: string, fence: Fence): boolean {
  let length = 0;
  while (text[length] === fence.char) length += 1;
  return length >= fence.length && text.slice(length).trim() === '';
}

export function readMarker(text: string): Marker | undefined {
  const bullet = /^[-+*](?=[ \t]|$)/.exec(text);
  if (bullet) return { ordered: false, family: bullet[0], number: null, width: 1 };
  const match = /^(\d{1,9})([.)])(?=[ \t]|$)/.exec(text);
  if (!match) return undefined;
  const [whole, number = '', family = ''] = match;
  return { ordered: true, family, number, width: whole.length };
}

interface HtmlStart {
  /** Matches its end; null for a blank line. */
  end: RegExp | null;
  interrupts: boolean;
}

const tag =
  /^(?:<[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?>|<\/[A-Za-z][A-Za-z0-9-]*\s*>)[ \t]*$/;
const blockTag =
  /^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:\s|\/?>|$)/i;

/** A longer tag on one line is not a block of its own: keeps reading linear. */
const maximumTag = 2_000;

export function readHtml(text: string): HtmlStart | undefined {
  if (!text.startsWith('<')) return undefined;
  if (/^<(?:script|pre|textarea|style)(?:[\s>]|$)/i.test(text))
    return { end: /<\/(?:script|pre|textarea|style)>/i, interrupts: true };
  if (text.startsWith('<!--')) return { end: /-->/, interrupts: true };
  if (text.startsWith('<?')) return { end: /\?>/, interrupts: true };
  if (/^<![A-Za-z]/.test(text)) return { end: />/, interrupts: true };
  if (text.startsWith('<![CDATA[')) return { end: /\]\]>/, interrupts: true };
  if (blockTag.test(text)) return { end: null, interrupts: true };
  return text.length <= maximumTag && tag.test(text) ? { end: null, interrupts: false } : undefined;
}
