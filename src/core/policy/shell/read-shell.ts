/**
 * A command line read by a real parser, construct by construct. What is not on the list of constructs understood here
 * makes the line unclear: then nothing is allowed by understanding it. The commands found in it, wherever they stand,
 * are told all the same, so that what forbids can speak about them.
 */
import { forEachChild, parse, type Command, type SyntaxNode, type Word } from 'unbash';
import { baseName } from '../path.ts';
import { constructName } from './construct-name.ts';
import { examineWord } from './examine-word.ts';
import { isBracket, oddityOf } from './oddity.ts';

export interface ShellReading {
  /** Why the line is not understood as a whole; null where it is. */
  unclear: string | null;
  /** In the order in which they are written; those of an unclear line may be nested in one another. */
  commands: ShellCommand[];
  /** Lists of indices into `commands`, joined by pipes. */
  pipelines: number[][];
}

export interface ShellCommand {
  /** As it is written. */
  text: string;
  /** Name and arguments, quotes removed. */
  words: ShellWord[];
  /** Variables that are set for this command alone. */
  assignments: { name: string; value: string }[];
  writes: string[];
  reads: string[];
  /** Why this command is not understood; null where it is. */
  unclear: string | null;
}

export interface ShellWord {
  value: string;
  /** As it is written. */
  text: string;
  /** Stands for the names of files, however many there are. */
  glob: boolean;
}

/** Characters; a longer line is not read. Claude Code gives up at the same length. */
export const maximumLength = 10_000;

/** Calls of commands that hold command lines in their arguments, one in another. */
const maximumNesting = 8;

/** Constructs in one another; the parser reads a substitution once more for each that it stands in. */
const maximumDepth = 60;

export function readShell(source: string): ShellReading {
  const reading: ShellReading = { unclear: null, commands: [], pipelines: [] };
  if (source.length > maximumLength)
    return { ...reading, unclear: `it is longer than ${maximumLength} characters` };
  if (hidden.test(source)) reading.unclear = 'it holds characters that cannot be seen';
  else if (source.includes('\\\n')) reading.unclear = 'a line goes on behind a backslash';
  visitScript(source, reading, 0);
  return reading;
}

/** Controls but for tab and newline, and blanks that only look like one. */
// eslint-disable-next-line no-control-regex
const hidden = /[\0-\u0008\u000B-\u001F\u007F-\u00A0]|(?! )[\p{Zs}\p{Zl}\p{Zp}\p{Cf}]/u;

/** Constructs that are understood; what commands, words and redirections are made of is looked at on their own. */
const understood = new Set(
  'Script Statement AndOr Pipeline Negation Time Word Literal SingleQuoted DoubleQuoted Glob Assignment Redirect FileDescriptor'.split(
    ' ',
  ),
);

function visitScript(source: string, reading: ShellReading, nesting: number): void {
  /** What has been looked at. */
  const seen: Span[] = [];
  let depth = 0;
  const visitInside = (node: SyntaxNode): void => {
    if (depth >= maximumDepth) return fault(reading, 'its parts are nested too deeply');
    depth += 1;
    forEachChild(node, visit);
    depth -= 1;
  };
  const visit = (node: SyntaxNode): void => {
    if ('errors' in node && node.errors && node.errors.length > 0)
      fault(reading, `it cannot be parsed: ${node.errors[0]?.message ?? ''}`);
    if (node.type === 'Command') {
      readCommand(node, source, reading, nesting);
      seen.push(...partsOf(node));
      if (node.name === undefined) visitInside(node);
      else for (const part of partsOf(node)) visitInside(part);
      return;
    }
    if (!understood.has(node.type)) fault(reading, `it uses ${constructName(node.type)}`);
    if (node.type === 'Script' && node.shebang !== undefined) fault(reading, 'it is a script of its own');
    if (node.type === 'Statement' && node.background) fault(reading, 'it runs something in the background');
    if (node.type !== 'Pipeline') return visitInside(node);
    const before = reading.commands.length;
    visitInside(node);
    seen.push(...node.prefixes);
    const [prefix] = node.prefixes;
    if (node.prefixes.length > 1 || (prefix?.type === 'Time' && prefix.endOfOptions))
      fault(reading, `it uses "!" or "time" in an unusual way`);
    const length = reading.commands.length - before;
    if (length === 0) fault(reading, 'there is no command in it');
    reading.pipelines.push(Array.from({ length }, (_, index) => before + index));
  };
  try {
    visit(parse(source));
  } catch {
    // The parser calls itself for what is nested, until there is no stack left.
    fault(reading, 'it cannot be parsed: the parser gave up');
  }
  if (isLeftOver(source, seen)) fault(reading, 'something in it belongs to no command');
}

type Span = Pick<SyntaxNode, 'pos' | 'end'>;

/** The parts of a command, in which other commands may hide. */
function partsOf({ name, prefix, suffix }: Command): SyntaxNode[] {
  return [...prefix, ...(name ? [name] : []), ...suffix];
}

/** Whether anything but separators and comments was passed over: the parser leaves out what it can make nothing of. */
function isLeftOver(source: string, seen: readonly Span[]): boolean {
  let from = 0;
  for (const { pos, end } of [...seen.toSorted((a, b) => a.pos - b.pos), { pos: source.length, end: 0 }]) {
    if (pos > from && !/^(?:[\s;|&]|#[^\n]*)*$/.test(source.slice(from, pos))) return true;
    from = Math.max(from, end);
  }
  return false;
}

function readCommand(node: Command, source: string, reading: ShellReading, nesting: number): void {
  const command: ShellCommand = {
    text: '',
    words: [],
    assignments: [],
    writes: [],
    reads: [],
    unclear: null,
  };
  const blame = (why: string) => {
    command.unclear ??= why;
    fault(reading, why);
  };
  reading.commands.push(command);
  const addWord = (word: Word) => {
    const { why, glob } = isBracket(word, node) ? { why: null, glob: false } : examineWord(word);
    if (why !== null) blame(why);
    command.words.push({ value: word.value, text: word.text, glob });
  };
  for (const part of node.prefix) {
    if (part.type === 'Assignment') readAssignment(part, command, blame);
    else readRedirection(part, source, command, blame);
  }
  if (node.name) addWord(node.name);
  else blame('it sets variables');
  for (const part of node.suffix) {
    if (part.type === 'Word') addWord(part);
    else if (part.type === 'Assignment') {
      command.words.push({ value: part.text, text: part.text, glob: false });
      if (!/^[\w./:@%+,=-]+$/.test(part.text)) blame('an argument sets a variable');
    } else readRedirection(part, source, command, blame);
  }
  // Of a substitution in backticks the positions belong to another text.
  command.text = source.slice(node.pos, node.end).trim() || command.words.map(({ text }) => text).join(' ');
  const oddity = oddityOf(node, command);
  if (oddity) blame(oddity);
  if (nesting < maximumNesting)
    for (const inner of innerScripts(command)) visitInner(inner, reading, nesting + 1);
  else blame('commands are nested too deeply');
}

/** Command lines given to a shell as an argument are read for what forbids only; the command itself is judged as it is. */
function visitInner(source: string, reading: ShellReading, nesting: number): void {
  const inner: ShellReading = { unclear: null, commands: [], pipelines: [] };
  visitScript(source, inner, nesting);
  for (const command of inner.commands) reading.commands.push(command);
  fault(reading, 'it hands a command line to another shell');
}

const shells = new Set([
  'sh',
  'bash',
  'dash',
  'zsh',
  'ksh',
  'ash',
  'fish',
  'su',
  'script',
  'watch',
  'eval',
  'trap',
  'ssh',
]);

function innerScripts({ words }: ShellCommand): string[] {
  const shell = words.findIndex(({ value }) => shells.has(baseName(value)));
  if (shell < 0) return [];
  const rest = words.slice(shell + 1).map(({ value }) => value);
  const scripts = rest.filter((value) => /\s|[;&|`$<>(]/.test(value));
  return words[shell]?.value === 'eval' ? [...scripts, rest.join(' ')] : scripts;
}

function readAssignment(
  { name, value, text, append, index }: Extract<Command['prefix'][number], { type: 'Assignment' }>,
  command: ShellCommand,
  blame: (why: string) => void,
): void {
  const plain = value.type === 'Word' && !append && index === undefined && /^[\w./:@+,-]+$/.test(value.text);
  if (plain) command.assignments.push({ name, value: value.text });
  else {
    command.assignments.push({ name, value: text });
    blame(`it sets the variable ${name}`);
  }
}

function readRedirection(
  node: Exclude<Command['prefix'][number], { type: 'Assignment' }>,
  source: string,
  command: ShellCommand,
  blame: (why: string) => void,
): void {
  if (node.type !== 'Redirect') return blame(`it uses ${constructName(node.type)}`);
  const { operator, target, descriptor, pos } = node;
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : 1;
  if (!target || descriptor?.type === 'FileDescriptorVariable' || number < 1 || number > 2)
    blame('a redirection is not plain');
  // A number that belongs to the word before it is taken for one of a file by others.
  if (/\d/.test(source[pos - 1] ?? '')) blame('a redirection is not plain');
  if (!target) return;
  const path = target.value;
  if (operator === '<&' || operator === '>&') {
    if (/^\d$/.test(path)) return;
    command.writes.push(path);
    return blame('a redirection is not plain');
  }
  if (path === '/dev/null' && operator !== '<>') return;
  (operator === '<' ? command.reads : command.writes).push(path);
  const { why, glob } = examineWord(target);
  if (
    why !== null ||
    glob ||
    operator === '<>' ||
    path === '' ||
    path.startsWith('~') ||
    path.startsWith('/dev/')
  )
    blame(why ?? 'the target of a redirection is not plain');
}

function fault(reading: ShellReading, why: string): void {
  reading.unclear ??= why;
}
