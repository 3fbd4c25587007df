/** Extracts the command line in a call, whatever its tool is called. */
import { baseName, joinedPath } from './path.ts';
import { fieldsOf, type ToolCall } from './call.ts';

export interface CarriedCommand {
  /** As a shell would read it. */
  line: string;
  /** Variables set for the whole line. */
  env: readonly { name: string; value: string }[];
  /** Why part of the command cannot be read; null if all of it can. */
  unclear: string | null;
}

/** Fields in which tools take a command line. */
const commandFields = ['command', 'cmd', 'command_line', 'commandLine', 'shell_command'];

/** Fields in which tools take the directory of the command. */
const directoryFields = [
  'cwd',
  'workdir',
  'directory',
  'dir_path',
  'working_directory',
  'workingDirectory',
  'work_dir',
];

/** @returns undefined if the call has no command */
export function carriedCommand(call: Pick<ToolCall, 'input'>): CarriedCommand | undefined {
  const fields = fieldsOf(call);
  const value = commandFields
    .map((name) => fields[name])
    .find((found) => found !== undefined && found !== null);
  const given = typeof value === 'string' ? value : isStrings(value) ? lineOf(value) : undefined;
  if (given === undefined || given === '') return undefined;
  const args = fields['args'] ?? fields['arguments'] ?? fields['argv'];
  const isWithout = args === undefined || args === null || args === '';
  const env = environmentOf(fields['env'] ?? fields['environment']);
  const line = isWithout ? given : isStrings(args) ? [given, ...args.map(quoted)].join(' ') : given;
  const faults = [
    isWithout || isStrings(args) ? null : 'its arguments are not a list of words',
    env === undefined ? 'its environment is not a list of variables' : null,
  ];
  return { line, env: env ?? [], unclear: faults.find((fault) => fault !== null) ?? null };
}

/** Returns the call in each of the directories that its input names; the call itself if it names none. */
export function callsByDirectory(call: ToolCall): [ToolCall, ...ToolCall[]] {
  const fields = fieldsOf(call);
  const named = directoryFields
    .map((name) => fields[name])
    .filter((directory) => typeof directory === 'string' && directory !== '')
    .map((directory) => joinedPath(directory as string, call.cwd, call.machine.home));
  const [first, ...others] = [...new Set(named)].map((cwd) => ({ ...call, cwd }));
  return first ? [first, ...others] : [call];
}

/** Joins a command given word by word; a command that passes a line to a shell becomes that line. */
function lineOf(words: readonly string[]): string {
  const [shell = '', option = '', line] = words;
  const isHandedOn = /^(ba|z|da|k)?sh$/.test(baseName(shell)) && /^-l?c$/.test(option) && words.length === 3;
  return isHandedOn && line !== undefined ? line : words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w./:@%+,=~^-]+$/.test(word) && !word.startsWith('~')
    ? word
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function environmentOf(given: unknown): CarriedCommand['env'] | undefined {
  if (given === undefined || given === null) return [];
  if (typeof given !== 'object') return undefined;
  const pairs: [unknown, unknown][] = Array.isArray(given)
    ? given.map((entry: unknown) =>
        typeof entry === 'object' && entry !== null
          ? [(entry as Record<string, unknown>)['name'], (entry as Record<string, unknown>)['value']]
          : (String(entry).split(/=(.*)/s).slice(0, 2) as [unknown, unknown]),
      )
    : Object.entries(given);
  const read = pairs.flatMap(([name, value]) =>
    typeof name === 'string' && ['string', 'number', 'boolean'].includes(typeof value)
      ? [{ name, value: String(value) }]
      : [],
  );
  return read.length === pairs.length ? read : undefined;
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((word) => typeof word === 'string');
}
