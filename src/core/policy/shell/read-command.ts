/** One command of a line: its words, what it sets, reads and writes, and why it is not understood. */
import type { Command, Word } from 'unbash';
import { baseName } from '../path.ts';
import { constructName } from './construct-name.ts';
import { examineWord } from './examine-word.ts';
import { isPlainText } from './literal-text.ts';
import { isBracket, oddityOf } from './oddity.ts';
import { readers } from './readers.ts';
import { resolveWord } from './resolve-word.ts';
import { fault, type ShellCommand, type ShellReading } from './shell-reading.ts';
import { isOwnName, type KnownValue } from './variables.ts';

/** Where a command stands. */
export interface Context {
  source: string;
  reading: ShellReading;
  values: Map<string, KnownValue>;
  isCertain: boolean;
  isLoop: boolean;
}

/**
 * Adds a command to what has been read.
 *
 * @returns whether each of its words is understood, and the command lines that it hands to another shell
 */
export function readCommand(node: Command, context: Context): { isPlain: boolean; inner: string[] } {
  const { source, reading, values, isCertain, isLoop } = context;
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
    // Of what only reads, no option does anything else.
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
    else if (part.type === 'Assignment') {
      command.words.push({ value: part.text, text: part.text, glob: false });
      if (!/^[\w./:@%+,=-]+$/.test(part.text)) {
        isPlain = false;
        blame('an argument sets a variable');
      }
    } else isPlain = readRedirection(part, source, command, blame, reading) && isPlain;
  }
  for (const path of forcedWrites(node, source)) {
    command.writes.push(path);
    blame('a redirection is written in the way of one shell only');
  }
  // Of a substitution in backticks the positions belong to another text.
  command.text = source.slice(node.pos, node.end).trim() || command.words.map(({ text }) => text).join(' ');
  const oddity = oddityOf(node, command);
  if (oddity) blame(oddity);
  const [name = ''] = command.words.map(({ value }) => value);
  if (isLoop && ['cd', 'pushd', 'popd'].includes(name)) blame('it changes the directory in a loop');
  if (name === 'export' && !isCertain && command.words.length > 1) blame('it may set variables');
  return { isPlain, inner: innerScripts(command) };
}

/** Whether it sets nothing but variables of its own to plain values, and that for sure. */
function setsOwn(node: Command, { assignments, unclear }: ShellCommand, { isCertain }: Context): boolean {
  return (
    isCertain &&
    unclear === null &&
    node.prefix.every(({ type }) => type === 'Assignment') &&
    assignments.length > 0 &&
    assignments.every(({ name }) => isOwnName(name))
  );
}

/** zsh writes to what stands behind `>!` even where that may not be replaced; bash writes to a file named `!`. */
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
  blameAll: (why: string) => void,
  reading: ShellReading,
): boolean {
  let isPlain = true;
  const blame = (why: string) => {
    isPlain = false;
    blameAll(why);
  };
  if (node.type === 'HereDoc') {
    reading.extended = true;
    if (!isPlainText(node)) blame('it uses a here-document that is not plain text');
    return isPlain;
  }
  if (node.type !== 'Redirect') {
    blame(`it uses ${constructName(node.type)}`);
    return false;
  }
  const { operator, target, descriptor, pos } = node;
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : 1;
  if (!target || descriptor?.type === 'FileDescriptorVariable' || number < 1 || number > 2)
    blame('a redirection is not plain');
  // A number that belongs to the word before it is taken for one of a file by others.
  if (/\d/.test(source[pos - 1] ?? '')) blame('a redirection is not plain');
  if (!target) return false;
  const path = target.value;
  if (operator === '<&' || operator === '>&') {
    if (/^\d$/.test(path)) return isPlain;
    command.writes.push(path);
    blame('a redirection is not plain');
    return false;
  }
  if (path === '/dev/null' && operator !== '<>') return isPlain;
  (operator === '<' ? command.reads : command.writes).push(path);
  const { why, glob } = examineWord(target);
  if (
    why !== null ||
    glob ||
    operator === '<>' ||
    path === '' ||
    path.startsWith('~') ||
    path.startsWith('/dev/') ||
    target.text.startsWith('!')
  )
    blame(why ?? 'the target of a redirection is not plain');
  return isPlain;
}
