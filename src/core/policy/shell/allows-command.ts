import { matchesCommand, openEnd } from '../rules/match-command.ts';
import { hasOptions, knownOptions } from './options.ts';
import { programName } from './program-name.ts';
import type { ShellCommand, ShellWord } from './read-shell.ts';
import { carriers, launcherLength, unwrapped } from './wrappers.ts';

/** Variables that change how a program speaks, not what it runs. */
const safeVariables = new Set(
  'NODE_ENV CI NO_COLOR FORCE_COLOR TZ LANG LANGUAGE LC_ALL RUST_BACKTRACE RUST_LOG PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE'.split(
    ' ',
  ),
);

/**
 * Whether an allow rule's pattern speaks about a command that is understood. A pattern that leaves the arguments open
 * allows only such arguments as are known to run and write nothing by themselves; one without `*` allows just what it
 * says.
 *
 * @returns what says so of each pattern: a command is held against many
 */
export function allowing(command: ShellCommand): (pattern: string) => boolean {
  if (!isUnderstood(command)) return () => false;
  const forms = [command.words, unwrapped(command.words)].map((words) => ({
    words,
    text: wordsAsWritten(words),
  }));
  return (pattern) =>
    pattern.includes('*')
      ? forms.some(({ words, text }) => matchesCommand(pattern, text) && allowsOpen(pattern, words))
      : pattern.trim() === forms[0]?.text;
}

/** Whether a command changes nothing, as far as its name and options say. */
export function isHarmless(command: ShellCommand): boolean {
  if (!isUnderstood(command)) return false;
  const known = knownOptions(unwrapped(command.words));
  return known !== undefined && known.understood && known.harmless;
}

/** Whether nothing about a command is left open, and no variable changes what it runs. */
export function isUnderstood({ unclear, assignments }: ShellCommand): boolean {
  return unclear === null && assignments.every(({ name }) => safeVariables.has(name));
}

/** Words joined by blanks; quotes are left out where they do nothing. */
export function wordsAsWritten(words: readonly ShellWord[]): string {
  return words.map(({ value, text }) => (/^[\w./:@%+,=~^-]+$/.test(value) ? value : text)).join(' ');
}

/** A program that is written with its path has the same options, and runs the same, as without. */
function allowsOpen(pattern: string, [first, ...rest]: readonly ShellWord[]): boolean {
  if (first === undefined) return false;
  const name = programName(first.value, isKnown);
  const launcher = launcherLength([name, ...rest.map(({ value }) => value)]);
  if (launcher !== null) return namesWhatIsRun(pattern, launcher);
  const known = knownOptions([{ ...first, value: name }, ...rest]);
  return known ? known.understood : !carriers.has(name);
}

function isKnown(name: string): boolean {
  return hasOptions(name) || carriers.has(name) || launcherLength([name]) !== null;
}

/** Whether the pattern says, behind the words that launch it and before its first `*`, what is to be run. */
function namesWhatIsRun(pattern: string, launcher: number): boolean {
  const open = openEnd(pattern);
  const fixed =
    open === undefined || open.includes('*') ? pattern.slice(0, pattern.indexOf('*')) : `${open} `;
  const whole = fixed.split(' ').slice(launcher, -1);
  return whole.some((word) => word !== '' && !word.startsWith('-'));
}
