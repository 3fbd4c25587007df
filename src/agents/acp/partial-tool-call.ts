/**
 * The known parts of a tool call. Agents report a call in pieces, and some requests for permission only name the
 * call, so the pieces are kept until the call ends. They are bounded, but a command or a path is kept in full or not
 * at all, because a policy must never judge a part of it.
 */
import { shorten } from '../../base/cut-text.ts';
import { entryOf, fieldsOf, listOf, textOf, type Fields } from '../fields.ts';
import { announcedTool, type Quirks } from './quirks.ts';
import { oneLine } from './words.ts';

export interface PartialToolCall {
  /** ACP's category: `edit`, `execute`, …; null while it is unknown or only `other`. */
  kind: string | null;
  /** The tool's own name. */
  name: string | null;
  /** The agent's title for a reader. */
  title: string | null;
  command: string | null;
  /** The directory of the call, as the agent names it. */
  directory: string | null;
  url: string | null;
  /** Absolute paths of the call's files. */
  paths: readonly string[];
  /** Whether these are all; beyond the maximum they are not kept. */
  complete: boolean;
}

export const emptyToolCall: PartialToolCall = {
  kind: null,
  name: null,
  title: null,
  command: null,
  directory: null,
  url: null,
  paths: [],
  complete: true,
};

/** Reads one `tool_call`, `tool_call_update` or the call in a request for permission. */
export function partialToolCallOf(call: Fields, cwd: string, quirks: Quirks): PartialToolCall {
  const input = fieldsOf(call['rawInput']);
  const title = textOf(call['title']);
  const kind = kindOf(call, title, quirks);
  const inTitle = quirks.command_in_title && kind === 'execute' && !isCut(title) ? title : null;
  return {
    kind,
    name: nameOf(call, input, quirks),
    title: title && oneLine(title),
    command: commandOf(input) ?? inTitle,
    directory: directoryOf(call, input, quirks),
    url: textOf(input['url']),
    paths: pathsOf(call, input, cwd),
    complete: true,
  };
}

/** Later values replace earlier ones, except files: each named file is part of the call. */
export function joined(before: PartialToolCall, now: PartialToolCall): PartialToolCall {
  return {
    kind: now.kind ?? before.kind,
    name: now.name ?? before.name,
    title: now.title ?? before.title,
    command: now.command ?? before.command,
    directory: now.directory ?? before.directory,
    url: now.url ?? before.url,
    paths: [...new Set([...before.paths, ...now.paths])],
    complete: before.complete && now.complete,
  };
}

/**
 * The same for a call whose input was still being written. A field in an update replaces the earlier value, as the
 * protocol says: the beginning of a path is not a file of the call.
 */
export function replaced(
  before: PartialToolCall,
  now: PartialToolCall,
  update: Fields,
  { command_in_title }: Quirks,
): PartialToolCall {
  const tells = (field: string) => update[field] !== undefined;
  const all = joined(before, now);
  if (tells('rawInput'))
    return { ...all, command: now.command, directory: now.directory, url: now.url, paths: now.paths };
  return {
    ...all,
    command: command_in_title && tells('title') ? now.command : all.command,
    paths: tells('locations') ? now.paths : all.paths,
  };
}

/** Maximum characters of a command or an address. */
const maximumText = 8_192;
/** Maximum number of files, and of characters in all their paths. */
const maximumFiles = 50;
/** Maximum characters of a tool's name. */
const maximumName = 120;

/** @returns the bounded parts */
export function bounded(sketch: PartialToolCall): PartialToolCall {
  const short = (text: string | null) => (text !== null && text.length > maximumText ? null : text);
  const characters = sketch.paths.reduce((sum, path) => sum + path.length, 0);
  const fits = sketch.paths.length <= maximumFiles && characters <= maximumText;
  return {
    kind: sketch.kind && shorten(sketch.kind, maximumName),
    name: sketch.name && shorten(sketch.name, maximumName),
    title: sketch.title,
    command: short(sketch.command),
    directory: short(sketch.directory),
    url: short(sketch.url),
    paths: fits ? sketch.paths : [],
    complete: sketch.complete && fits,
  };
}

/** Whether enough is known to show the call: agents announce calls before their model has written the input. */
export function isTelling(sketch: PartialToolCall, call: Fields): boolean {
  switch (sketch.kind) {
    case 'execute':
      return sketch.command !== null || sketch.name?.startsWith('mcp__') === true;
    case 'edit':
    case 'delete':
    case 'move':
    case 'read':
      return sketch.paths.length > 0;
    default:
      return sketch.paths.length > 0 || Object.keys(fieldsOf(call['rawInput'])).length > 0;
  }
}

function kindOf(call: Fields, title: string | null, { tool_kinds }: Quirks): string | null {
  const kind = textOf(call['kind']);
  return kind === 'other' ? (entryOf(tool_kinds, title) ?? null) : kind;
}

function nameOf(call: Fields, input: Fields, quirks: Quirks): string | null {
  const [server, tool] = [textOf(input['server']), textOf(input['tool'])];
  if (fieldsOf(call['_meta'])['is_mcp_tool_call'] === true && server !== null && tool !== null)
    return `mcp__${server}__${tool}`;
  const announced = announcedTool(call);
  const title = textOf(call['title']);
  if (announced?.startsWith('mcp__')) return announced;
  const named = quirks.mcp_name?.(announced ?? (call['kind'] === 'other' ? (title ?? '') : ''));
  if (named) return named;
  if (announced !== null || call['kind'] !== 'other') return announced;
  const shown = quirks.mcp_title?.exec(textOf(call['title']) ?? '')?.groups;
  return shown ? `mcp__${shown['server']}__${shown['tool']}` : null;
}

/** Returns the command line, with separate arguments and variables. */
function commandOf(input: Fields): string | null {
  const { command, args, env } = input;
  const words = Array.isArray(command) ? wordsOf(command) : textOf(command);
  const more = args === undefined || args === null ? '' : Array.isArray(args) ? wordsOf(args) : null;
  const variables = assignmentsOf(env);
  if (words === null || more === null || variables === null) return null;
  return [variables, words, more].filter((part) => part !== '').join(' ');
}

function wordsOf(words: readonly unknown[]): string | null {
  return words.every((word) => typeof word === 'string') ? words.map(quoted).join(' ') : null;
}

/** Variables set for the command alone. */
function assignmentsOf(env: unknown): string | null {
  if (env === undefined || env === null) return '';
  const entries = Array.isArray(env)
    ? env.map(fieldsOf).map(({ name, value }) => [name, value])
    : Object.entries(fieldsOf(env));
  const isSet = ([name, value]: unknown[]) =>
    typeof name === 'string' && /^[A-Za-z_]\w*$/.test(name) && typeof value === 'string';
  if (!entries.every(isSet)) return null;
  return entries.map(([name, value]) => `${String(name)}=${quoted(String(value))}`).join(' ');
}

/** Agents use different names for the field; Gemini writes the directory in a text beside the call. */
function directoryOf(call: Fields, input: Fields, quirks: Quirks): string | null {
  const told = directoryFields.map((field) => textOf(input[field])).find((text) => text !== null);
  if (told !== undefined || quirks.directory_text === null) return told ?? null;
  const words = listOf(call['content']).map((part) => textOf(fieldsOf(fieldsOf(part)['content'])['text']));
  const found = words.map((text) => quirks.directory_text?.exec(text ?? '')?.groups?.['directory']);
  return found.find((text) => text !== undefined) ?? null;
}

const directoryFields = ['cwd', 'workdir', 'directory', 'dir_path'];

/** One word of a shell's command line. */
function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function isCut(title: string | null): boolean {
  return title === null || /(…|\.\.\.)$/.test(title);
}

function pathsOf(call: Fields, input: Fields, cwd: string): string[] {
  const named = Object.entries(input)
    .filter(([key]) => namesPath.test(key) && !holdsContent.test(key))
    .flatMap(([, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]));
  const located = listOf(call['locations']).map((location) => fieldsOf(location)['path']);
  const changed = changesOf(call).map(({ path }) => path);
  const paths = [...named, ...located, ...changed].map(textOf).filter((path) => path !== null);
  return [...new Set(paths.map((path) => absolute(path, cwd)))];
}

/** Agents use `file_path`, `filePath`, `fileName`, `path`, `paths`, `dir_path`, `parentDir` for the same thing. */
const namesPath = /path|file|dir|folder/i;
const holdsContent = /text|content|body|diff|string/i;

function absolute(path: string, cwd: string): string {
  return path.startsWith('/') || path.startsWith('~') ? path : `${cwd}/${path.replace(/^(\.\/)+/, '')}`;
}

/** A change to one file, as agents report it with their call. */
export interface ToolChange {
  path: string;
  old_string: string;
  new_string: string;
}

export function changesOf(call: Fields): ToolChange[] {
  return listOf(call['content']).flatMap((part) => {
    const { type, path, oldText, newText } = fieldsOf(part);
    if (type !== 'diff' || typeof path !== 'string') return [];
    return [{ path, old_string: textOf(oldText) ?? '', new_string: textOf(newText) ?? '' }];
  });
}
