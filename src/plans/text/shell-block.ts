import { firstProgram, isCommand, isCommandSpan, isGate, programs, scriptStart } from './commands.ts';
import { gateOf } from './gate-of.ts';
import { reachesOut } from './reaches-out.ts';
import { withoutRemark } from './remark.ts';
import { withoutQuotes } from './shell-words.ts';

/** Such words say what comes of a command: no argument is called so. */
const sentence =
  /(?:^|\s)(?:the|this|is|are|should|must|returns?|shows?|passes|succeeds|with no|without)(?=\s|[.,;:]|$)/i;

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

/**
 * @returns the gates of a shell block: comments, prompts and shown output left out, continued lines joined. Lines that
 * need what a line before them did (`cd x`, `NAME=value`, a directory that is made) are one gate together.
 */
export function commandsOfBlock(text: string): string[] {
  const lines = shellLines(withoutOutput(text));
  if (isScript(lines.map(({ command }) => command))) return scriptOf(text);
  const hasPrompt = prompt.test(firstLine(text));
  const isOwn = (command: string) => hasPrompt || isCommandSpan(command) || isCommand(command);
  const needed = lines.slice(0, -1).some(({ command }) => makes.test(withoutQuotes(command)));
  if (needed || lines.some(({ command }) => assigns.test(command))) return together(lines, isOwn);
  const commands: string[] = [];
  let place = '';
  for (const { command, words } of lines) {
    if (goes.test(command)) {
      place += `${posixSource(command)} && `;
      continue;
    }
    const gate = isOwn(command) && isGate(command) ? gateOf(command, words) : undefined;
    if (gate === undefined || reachesOut(place + gate)) continue;
    commands.push(gate);
    if (place !== '') commands.splice(-1, 1, place + gate);
  }
  return place === '' ? commands : inPlaces(lines, isOwn, commands);
}

const prompt = /^[$%] |^> /;
const goes = /^(?:cd|source|\.)\s+\S+$/;
const assigns =
  /^(?:export\s+)?[A-Za-z_]\w*=(?:"(?:[^"\\]|\\.)*"|'[^']*'|\$\((?:[^()]|\([^()]*\))*\)|[^\s;&|]*)$/;
/** It makes what a later line may need. */
const makes = /^(?:mkdir|cp|mv|touch|rm|ln|tar|unzip)\s|[^>&\d]>{1,2}\s*(?!\/dev\/)[\w./"$-]/;

/** A file without a slash is looked for on the PATH by `.`, and `source` is not known to every shell. */
function posixSource(command: string): string {
  return command.replace(
    /^(?:source|\.)\s+(\S+)$/,
    (_, file: string) => `. ${file.includes('/') ? file : `./${file}`}`,
  );
}

/** Where a block goes somewhere, the lines behind are one gate with it. */
function inPlaces(
  lines: readonly Line[],
  isOwn: (command: string) => boolean,
  single: readonly string[],
): string[] {
  const first = lines.findIndex(({ command }) => goes.test(command));
  const before = lines
    .slice(0, first)
    .filter(({ command, words }) => isOwn(command) && isGate(command) && gateOf(command, words));
  const rest = single.slice(before.length);
  if (rest.length <= 1) return [...single];
  return [...single.slice(0, before.length), ...together(lines.slice(first), isOwn)];
}

/** Lines that are one script: each must succeed. A line that can be no part of it makes the whole words. */
function together(lines: readonly Line[], isOwn: (command: string) => boolean): string[] {
  const script: string[] = [];
  let proves = false;
  for (const { command, words } of lines) {
    if (goes.test(command) || assigns.test(command) || /^set\s+[-+]\w+$/.test(command)) {
      script.push(posixSource(command));
      continue;
    }
    const gate = gateOf(command, words);
    if (gate !== undefined && isOwn(command)) {
      proves = true;
      script.push(lineThatEnds(gate));
    } else if (prepares.test(command) && !reachesOut(command)) script.push(command);
    else if (isOwn(command) && shownOnly.test(command)) continue;
    else return [];
  }
  const whole = scriptStart + script.join('\n');
  return proves && isGate(whole) ? [whole] : [];
}

const prepares =
  /^(?:(?:npm|pnpm|yarn|bun)\s+(?:install|i|ci)\b|(?:mkdir|cp|mv|touch|rm|ln|echo|printf|cat|export|sleep|tar|unzip)\s)/;
const shownOnly = /^(?:git\s+(?:status|log|diff|show)|ls|cat|pwd)\b/;

/** `set -e` does not see `! command` fail. */
function lineThatEnds(gate: string): string {
  return gate.startsWith('! ') ? `if ${gate.slice(2)}; then exit 1; fi` : gate;
}

/** Loops, functions and here-documents as they are written; undecided where something in them hides a failure. */
function scriptOf(text: string): string[] {
  const written = withoutOutput(text)
    .replace(/^set\s+-e\w*\s*$/m, '')
    .trim();
  const bare = withoutQuotes(written.replaceAll(/<<-?\s*(["']?)(\w+)\1[\s\S]*?^\s*\2$/gm, '<<x'));
  if (/\|\|\s*(?:echo|printf|true\b|:)|;\s*true\b/.test(bare)) return [];
  if (/^\s*!\s/m.test(bare.split('\n').slice(0, -1).join('\n'))) return [];
  if (/^\s*(?:if|case|while|until)\b/m.test(bare) && !/\b(?:exit|return)\s+[1-9]|\bfalse\b/.test(bare))
    return [];
  if (/"|(?:^|[\s=(])'/.test(bare.replaceAll(/\\./g, ''))) return [];
  if (/^(?:source|function)\b|\[\[|<\(|<<</m.test(bare)) return [];
  const lines = bare
    .split('\n')
    .map((line) => line.trim().replace(/^(?:if|while|until|then|do|else)\s+/, ''));
  const known = lines.every(
    (line) => line === '' || line.startsWith('#') || structure.test(line) || isShellLine(line),
  );
  const whole = `${scriptStart}${written}`;
  return known &&
    lines.some((line) => isShellLine(line) && isGate(line.replace(/;\s*then$|;\s*do$/, ''))) &&
    isGate(whole)
    ? [whole]
    : [];
}

const structure =
  /^(?:for\s+\w+\s+in\b.*|case\b.*|do|done|then|fi|esac|else|elif\b.*|[{}]|exit\s+\d+|\w+\(\)\s*\{|return\s+\d+|;;|[\w*.|"' -]+\))(?:;\s*(?:do|then))?$/;

function isShellLine(line: string): boolean {
  const command = line.replace(/;\s*(?:then|do)$/, '');
  return assigns.test(command) || goes.test(command) || prepares.test(command) || isCommandLike(command);
}

function isCommandLike(command: string): boolean {
  const first = firstProgram(command);
  return (
    programs.has(first) || /^(?:test|\[|cat|ls|echo|printf|exit|set|diff|\.\.?\/|node_modules\/)/.test(first)
  );
}

/** @returns what a field calls a command, as a gate: one line, or several that are one script */
export function statedGate(text: string): string | undefined {
  return /[\n\r]/.test(text.trim()) ? statedCommand(text) : gateOf(text.trim());
}

/**
 * @returns what a plan calls a command, in one line: several lines one after the other, as long as each succeeds;
 * undefined for a script that cannot be put so, and for words that are no command
 */
export function statedCommand(text: string): string | undefined {
  const lines = shellLines(text).filter(({ command }) => !/^set\s+[-+]\w+(?:\s+\w+)*$/.test(command));
  const written = lines.map(({ command }) => command);
  if (isScript(written)) return scriptOf(text)[0];
  const [only] = lines;
  if (
    lines.length > 1 &&
    lines.some(
      ({ command, words }) => words !== '' || assigns.test(command) || /;|\|\|/.test(withoutQuotes(command)),
    )
  )
    return together(lines, (command) => isCommandLike(command))[0];
  const command = written
    .map(posixSource)
    .join(' && ')
    .replace(/^`([^`]+)`$/, '$1')
    .replace(/^(?:Run|Command)\s*:\s+/i, '');
  if (!isGate(command)) return undefined;
  const gate = gateOf(command, only && lines.length === 1 ? only.words : '');
  const bare = withoutQuotes(command);
  const isShell = /^\W*[a-z[]/.test(bare) && /\s-{1,2}\w|[/=|"']|&&/.test(command);
  return (isShell || programs.has(firstProgram(command))) && !sentence.test(bare) ? gate : undefined;
}

interface Line {
  command: string;
  /** What a comment behind it, or alone in the next line, expects. */
  words: string;
}

/** @returns the lines of a shell text; what goes on in the next line is joined */
function shellLines(text: string): Line[] {
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
  return found.map(({ parts, words }) => ({ command: parts.filter(Boolean).join(' '), words }));
}

/** A comment below a command that says what comes of it. */
const result =
  /^(?:→|⇒|->|=>|expect(?:ed|s)?\b|should\b|must\b|returns?\b|prints?\b|outputs?\b|output:|result:|\(?(?:no output|no match(?:es)?|empty|nothing)\b)/i;

/** What stands above a command says what it does; only that it is to find nothing matters. */
function isNegative(words: string): boolean {
  return /\b(?:no|not|never|none|zero|without|empty|nothing|removed|gone)\b/i.test(words);
}

/** @returns the text without what commands printed: where the first line has a prompt, lines without it */
function withoutOutput(text: string): string {
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

function firstLine(text: string): string {
  return (
    text
      .split(/\r\n|\n|\r/)
      .map((line) => line.trim())
      .find((line) => line !== '' && !line.startsWith('#')) ?? ''
  );
}

/** Loops, here-documents, functions and texts over several lines are one script: taken apart they would mean something else. */
function isScript(lines: readonly string[]): boolean {
  return lines.some(
    (line) =>
      /^(?:for|while|if|case|until|function)\b|<<-?\s*["']?\w|\(\)\s*\{/.test(line) ||
      /"|(?:^|[\s=(])'/.test(withoutQuotes(line).replaceAll(/\\./g, '')),
  );
}
