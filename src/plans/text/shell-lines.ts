/** The lines of a shell text in a document, without output. */
import { withoutRemark } from './remark.ts';

/** Names of shell languages in documents. */
export const shellLanguages = new Set([
  'bash',
  'sh',
  'shell',
  'zsh',
  'console',
  'shell-session',
  'terminal',
  'fish',
]);

/** The prompt before a command that is shown with its output. */
export const prompt = /^[$%] |^> /;

export interface Line {
  command: string;
  /** Expectation in a comment after it, or alone on the next line. */
  words: string;
}

/** @returns the lines of a shell text, with continued lines joined */
export function shellLines(text: string): Line[] {
  const found: { parts: string[]; words: string }[] = [];
  let goesOn = false;
  let above = '';
  let isApart = true;
  for (const written of text.split(/\r\n|\n|\r/)) {
    const line = written.trim();
    if (line === '') {
      [above, isApart] = ['', true];
      continue;
    }
    const last = found.at(-1);
    if (line.startsWith('#')) {
      const words = line.replace(/^#+\s*/, '');
      if (last && !isApart && result.test(words)) last.words ||= words;
      else above = words;
      continue;
    }
    const { command: shown, words: comment } = withoutRemark(line);
    const part = /(?:^|[^\\])\\$/.test(shown) ? shown.slice(0, -1).trimEnd() : shown;
    if (last && (goesOn || /^(?:&&|\|)/.test(line))) last.parts.push(part);
    else found.push({ parts: [part], words: isNegative(above) || result.test(above) ? above : '' });
    const current = found.at(-1);
    if (current && comment !== '') current.words = comment;
    if (!(last && goesOn)) above = '';
    isApart = false;
    goesOn = part !== shown || /(?:&&|\|)$/.test(part);
  }
  return found.flatMap(({ parts, words }) => splitAssignment(parts.filter(Boolean).join(' '), words));
}

/** `N=$(…); test "$N" -eq 0` is two lines. */
function splitAssignment(line: string, words: string): Line[] {
  const parts =
    /^((?:export\s+)?[A-Za-z_]\w*=(?:"?\$\((?:[^()]|\([^()]*\))*\)"?|"[^"$]*"|'[^']*'|[^\s;&|"'$()]*))\s*(?:;|&&)\s*(\S.*)$/.exec(
      line,
    );
  const [, assignment, rest] = parts ?? [];
  if (assignment === undefined || rest === undefined) return [{ command: line, words }];
  return [{ command: assignment, words: '' }, ...splitAssignment(rest, words)];
}

/** A comment below a command with its result. */
const result =
  /^(?:→|⇒|->|=>|expect(?:ed|s)?\b|should\b|must\b|returns?\b|prints?\b|outputs?\b|output:|result:|\(?(?:no output|no match(?:es)?|empty|nothing)\b|\d+\.?$|v?\d+(?:\.\d+)+$|"[^"]*"$)/i;

/** A comment above a command describes it; it only matters if it expects no match. */
function isNegative(words: string): boolean {
  return /\b(?:no|not|never|none|zero|without|empty|nothing|removed|gone)\b/i.test(words);
}

/** @returns the text without output: if the first line has a prompt, without lines that have none */
export function withoutOutput(text: string): string {
  const [mark = ''] = prompt.exec(firstLine(text)) ?? [];
  if (mark === '') return text;
  const kept: string[] = [];
  let goesOn = false;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const written = line.trim();
    if (written.startsWith(mark)) kept.push(written.slice(mark.length));
    else if (goesOn) kept.push(written.replace(/^> /, ''));
    else if (written.startsWith('#')) kept.push(written);
    else continue;
    goesOn = written.endsWith('\\');
  }
  return kept.join('\n');
}

export function firstLine(text: string): string {
  return (
    text
      .split(/\r\n|\n|\r/)
      .map((line) => line.trim())
      .find((line) => line !== '' && !line.startsWith('#')) ?? ''
  );
}
