/**
 * What is known of a tool call. Agents tell it in pieces, and some tell in their request for leave only which call they
 * mean, so the pieces are kept until the call is over: bounded, but a command or a path is kept whole or not at all,
 * because a policy must never judge a part of it.
 */
import { shorten } from '../../base/cut-text.ts';
import { entryOf, fieldsOf, listOf, textOf, type Fields } from '../fields.ts';
import { announcedTool, type Quirks } from './quirks.ts';
import { oneLine } from './words.ts';

export interface PartialToolCall {
  /** ACP's category: `edit`, `execute`, …; null while it is not told or only `other`. */
  kind: string | null;
  /** The tool's own name. */
  name: string | null;
  /** The agent's words for a reader. */
  title: string | null;
  command: string | null;
  /** The directory that it says it runs in, as it says it. */
  directory: string | null;
  url: string | null;
  /** Absolute paths of the files that the call is about. */
  paths: readonly string[];
  /** Whether these are all; too many are not kept. */
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

/** Reads one `tool_call`, `tool_call_update` or the call in a request for leave. */
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

/** What is told later counts, but for files: each that was ever named is part of the call. */
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
 * The same for a call that was not told whole before. A field that an update gives anew replaces what was known from it,
 * as the protocol says: the beginning of a path is no file of the call.
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

/** Characters of a command or an address that are kept. */
const maximumText = 8_192;
/** Files that are kept, and the characters of all their paths. */
const maximumFiles = 50;
/** Characters of a tool's name. */
const maximumName = 120;

/** @returns the sketch as it may be kept. */
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

/** Whether enough is told to show the call: agents announce calls before their model has said what with. */
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

/** The command line, with arguments and variables that are told beside it. */
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

/** Variables that are set for the command alone. */
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

/** Agents name the field differently; Gemini says it in words beside the call. */
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

/** Agents call the same thing `file_path`, `filePath`, `fileName`, `path`, `paths`, `dir_path`, `parentDir`. */
const namesPath = /path|file|dir|folder/i;
const holdsContent = /text|content|body|diff|string/i;

function absolute(path: string, cwd: string): string {
  return path.startsWith('/') || path.startsWith('~') ? path : `${cwd}/${path.replace(/^(\.\/)+/, '')}`;
}

/** A change to one file, as agents show it beside their call. */
export interface Change {
  path: string;
  old_string: string;
  new_string: string;
}

export function changesOf(call: Fields): Change[] {
  return listOf(call['content']).flatMap((part) => {
    const { type, path, oldText, newText } = fieldsOf(part);
    if (type !== 'diff' || typeof path !== 'string') return [];
    return [{ path, old_string: textOf(oldText) ?? '', new_string: textOf(newText) ?? '' }];
  });
}
