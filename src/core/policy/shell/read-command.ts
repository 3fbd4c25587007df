/** Reads one command of a line: its words, variables, files, and why it is not understood. */
import type { Command, Redirection, Word } from 'unbash';
import { baseName } from '../path.ts';
import { constructName } from './construct-name.ts';
import { examineWord } from './examine-word.ts';
import { isPlainText } from './literal-text.ts';
import { isBracket, ambiguityOf } from './ambiguity.ts';
import { readers } from './readers.ts';
import { resolveWord } from './resolve-word.ts';
import { fault, type ShellCommand, type ShellReading } from './shell-reading.ts';
import { isOwnName, type KnownValue } from './variables.ts';

/** The context of a command. */
export interface Context {
  source: string;
  reading: ShellReading;
  values: Map<string, KnownValue>;
  isCertain: boolean;
  isLoop: boolean;
}

/**
 * Adds a command to the reading.
 *
 * @returns whether each of its words is understood, and the command lines that it passes to another shell
 */
export function readCommand(node: Command, context: Context): { isPlain: boolean; inner: string[] } {
  const { source, reading, values } = context;
  const command: ShellCommand = {
    text: '',
    words: [],
    assignments: [],
    writes: [],
    reads: [],
    unclear: null,
  };
  let isPlain = true;
  const blame = (why: string) => {
    command.unclear ??= why;
    fault(reading, why);
  };
  reading.commands.push(command);
  const addWord = (word: Word) => {
    if (isBracket(word, node)) return command.words.push({ value: word.value, text: word.text, glob: false });
    const { words, why: reason, replaced, loose } = resolveWord(word, values);
    // Options of a program that only reads cannot make it do anything else.
    const why = loose && word !== node.name && readers.has(node.name?.text ?? '') ? null : reason;
    if (replaced) reading.extended = true;
    if (replaced && why === null && word === node.name) blame('the name of a command is replaced');
    if (why !== null) {
      isPlain = false;
      blame(why);
    }
    return command.words.push(...words);
  };
  for (const part of node.prefix) {
    if (part.type === 'Assignment') readAssignment(part, command, blame);
    else isPlain = readRedirection(part, source, command, blame, reading) && isPlain;
  }
  if (node.name) addWord(node.name);
  else if (setsOwn(node, command, context)) {
    reading.extended = true;
    command.sets = true;
    for (const { name, value } of command.assignments) values.set(name, { value, glob: false });
  } else {
    isPlain = false;
    blame('it sets variables');
  }
  for (const part of node.suffix) {
    if (part.type === 'Word') addWord(part);
    else if (part.type === 'Assignment') isPlain = readArgument(part.text, command, blame) && isPlain;
    else isPlain = readRedirection(part, source, command, blame, reading) && isPlain;
  }
  for (const path of forcedWrites(node, source)) {
    command.writes.push(path);
    blame('a redirection is written in the way of one shell only');
  }
  // In backticks the positions refer to another text.
  command.text = source.slice(node.pos, node.end).trim() || command.words.map(({ text }) => text).join(' ');
  const ambiguity = ambiguityOf(node, command) ?? misplaced(command, context);
  if (ambiguity) blame(ambiguity);
  return { isPlain, inner: innerScripts(command) };
}

/** Returns why a command cannot be followed in its place. */
function misplaced({ words }: ShellCommand, { isLoop, isCertain }: Context): string | undefined {
  const name = words[0]?.value ?? '';
  if (isLoop && ['cd', 'pushd', 'popd'].includes(name)) return 'it changes the directory in a loop';
  return name === 'export' && !isCertain && words.length > 1 ? 'it may set variables' : undefined;
}

/** @returns whether an argument of the form `name=value` is understood */
function readArgument(text: string, command: ShellCommand, blame: (why: string) => void): boolean {
  command.words.push({ value: text, text, glob: false });
  const isPlain = /^[\w./:@%+,=-]+$/.test(text);
  if (!isPlain) blame('an argument sets a variable');
  return isPlain;
}

/** Whether it only sets variables of the line to plain values, and always runs. */
function setsOwn(node: Command, { assignments, unclear }: ShellCommand, { isCertain }: Context): boolean {
  return (
    isCertain &&
    unclear === null &&
    node.prefix.every(({ type }) => type === 'Assignment') &&
    assignments.length > 0 &&
    assignments.every(({ name }) => isOwnName(name))
  );
}

/** zsh writes to the file after `>!` even if it may not be overwritten; bash writes to a file named `!`. */
function forcedWrites(node: Command, source: string): string[] {
  return [...node.redirects].flatMap((redirect) => {
    if (redirect.type !== 'Redirect' || !/>/.test(redirect.operator)) return [];
    const { target } = redirect;
    if (!target?.text.startsWith('!')) return [];
    if (target.value.length > 1) return [target.value.slice(1)];
    const behind = node.suffix.find((part) => part.type === 'Word' && part.pos >= target.end);
    return behind?.type === 'Word' ? [behind.value] : [source.slice(target.end).trim().split(/\s/)[0] ?? ''];
  });
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
  const plain = value.type === 'Word' && !append && index === undefined && /^[\w./:@+,*-]+$/.test(value.text);
  if (plain) command.assignments.push({ name, value: value.text });
  else {
    command.assignments.push({ name, value: text });
    blame(`it sets the variable ${name}`);
  }
}

/** @returns whether it is understood */
function readRedirection(
  node: Exclude<Command['prefix'][number], { type: 'Assignment' }>,
  source: string,
  command: ShellCommand,
  blame: (why: string) => void,
  reading: ShellReading,
): boolean {
  const faults = redirectionFaults(node, source, command, reading);
  for (const why of faults) blame(why);
  return faults.length === 0;
}

/** Adds the files of a redirection. @returns why it is not understood */
function redirectionFaults(
  node: Exclude<Command['prefix'][number], { type: 'Assignment' }>,
  source: string,
  command: ShellCommand,
  reading: ShellReading,
): string[] {
  if (node.type === 'HereDoc') {
    reading.extended = true;
    return isPlainText(node) ? [] : ['it uses a here-document that is not plain text'];
  }
  if (node.type !== 'Redirect') return [`it uses ${constructName(node.type)}`];
  const { operator, target, pos } = node;
  // Other parsers take a number that belongs to the previous word for a file descriptor.
  const isPlain = hasPlainDescriptor(node) && !/\d/.test(source[pos - 1] ?? '');
  const faults = target && isPlain ? [] : [notPlain];
  if (!target) return faults;
  const path = target.value;
  if (operator === '<&' || operator === '>&') {
    if (/^\d$/.test(path)) return faults;
    command.writes.push(path);
    return [...faults, notPlain];
  }
  if (path === '/dev/null' && operator !== '<>') return faults;
  (operator === '<' ? command.reads : command.writes).push(path);
  const why = targetFault(target, operator);
  return why === undefined ? faults : [...faults, why];
}

type Redirect = Extract<Redirection, { type: 'Redirect' }>;

const notPlain = 'a redirection is not plain';

function hasPlainDescriptor({ descriptor }: Redirect): boolean {
  if (descriptor === undefined) return true;
  return descriptor.type === 'FileDescriptor' && descriptor.value >= 1 && descriptor.value <= 2;
}

/** Returns why the file of a redirection is uncertain. */
function targetFault(target: Word, operator: string): string | undefined {
  const path = target.value;
  const { why, glob } = examineWord(target);
  if (why !== null) return why;
  const isOpen = glob || operator === '<>' || path === '' || target.text.startsWith('!');
  return isOpen || path.startsWith('~') || path.startsWith('/dev/')
    ? 'the target of a redirection is not plain'
    : undefined;
}
