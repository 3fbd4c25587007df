/**
 * Translates a call into the terms of the policy: tools and inputs as Claude Code names them, so that one set of
 * rules serves all agents. If that is not certain, the call keeps its own name. No rule about files or commands
 * matches that name, so it needs approval.
 */
import { entryOf, fieldsOf, isObject, textOf, type Fields } from '../fields.ts';
import type { Quirks } from './quirks.ts';
import { changesOf, type PartialToolCall } from './partial-tool-call.ts';
import { oneLine } from './words.ts';

export interface Reading {
  tool: string;
  /** One line for a reader. */
  title: string;
  input: Fields;
}

/**
 * @param call the latest line about the call
 * @returns one reading per file if a call has several: permission for one is not permission for the other
 */
export function readingsOf(
  sketch: PartialToolCall,
  call: Fields,
  cwd: string,
  quirks: Quirks,
): [Reading, ...Reading[]] {
  const raw = fieldsOf(call['rawInput']);
  const read = (tool: string, input: Fields) => ({ tool, input, title: titleOf(tool, input, sketch, cwd) });
  if (sketch.name?.startsWith('mcp__')) return [read(sketch.name, shallow(argumentsOf(call, raw)))];
  if (quirks.speaks_claude && sketch.name !== null && isObject(call['rawInput']))
    return [read(sketch.name, shallow(raw))];

  // Whatever kind it claims: a command that calls itself a read can write.
  if (sketch.command !== null) return [read('Bash', { command: sketch.command, ...elsewhere(sketch, cwd) })];
  const tool = entryOf(fileTools, sketch.kind ?? '');
  const [path, ...others] = sketch.complete ? filesOf(sketch) : [];
  if (tool && path !== undefined) {
    const readFile = (each: string) =>
      read(tool, { ...fileInput(tool, each), ...changeOf(call, raw, each, cwd) });
    return [readFile(path), ...others.map(readFile)];
  }
  switch (sketch.kind) {
    case 'execute':
      return [read('Bash', elsewhere(sketch, cwd))];
    case 'fetch':
      return [read('WebFetch', given('url', sketch.url))];
    case 'switch_mode':
      return [read('ExitPlanMode', shallow(raw))];
    case 'search': {
      const pattern = textOf(raw['pattern']);
      return [pattern === null ? read(ownName(sketch), shallow(raw)) : read('Grep', { pattern })];
    }
    default:
      return [read(ownName(sketch), shallow(raw))];
  }
}

/** Returns the whole call as one reading, to show it: the files of an edit with their changes. */
export function summaryOf(sketch: PartialToolCall, call: Fields, cwd: string, quirks: Quirks): Reading {
  const [first, ...others] = readingsOf(sketch, call, cwd, quirks);
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    tool: first.tool,
    title: oneLine(all.map(({ title }) => title).join(', ')),
    input: { files: all.map(({ input }) => input) },
  };
}

/** Whether only a person can answer: a plan to approve. */
export function isQuestion({ tool }: Reading): boolean {
  return tool === 'ExitPlanMode' || tool === 'AskUserQuestion';
}

const fileTools: Record<string, 'Edit' | 'Read' | 'Grep'> = {
  edit: 'Edit',
  delete: 'Edit',
  move: 'Edit',
  read: 'Read',
  search: 'Grep',
};

/** To read a file, some agents also ask for its directory. */
function filesOf({ kind, paths }: PartialToolCall): readonly string[] {
  if (kind !== 'read') return paths;
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
}

function fileInput(tool: 'Edit' | 'Read' | 'Grep', path: string): Fields {
  return tool === 'Grep' ? { path } : { file_path: path };
}

function changeOf(call: Fields, raw: Fields, path: string, cwd: string): Fields {
  const change = changesOf(call).find((one) => one.path === path || `${cwd}/${one.path}` === path);
  if (change) return { old_string: change.old_string, new_string: change.new_string };
  return { ...given('diff', textOf(raw['diff'])), ...given('content', textOf(raw['content'])) };
}

/** A command in another directory than the workspace names it. */
function elsewhere({ directory }: PartialToolCall, cwd: string): Fields {
  return directory === null || directory === cwd ? {} : { cwd: directory };
}

/** Codex wraps the arguments of an MCP tool. */
function argumentsOf(call: Fields, raw: Fields): Fields {
  return fieldsOf(call['_meta'])['is_mcp_tool_call'] === true ? fieldsOf(raw['arguments']) : raw;
}

/** For a tool without a category, some agents give the name as the title. */
function ownName({ name, title, kind }: PartialToolCall): string {
  if (name !== null || kind !== null) return name ?? kind ?? '';
  return title !== null && /^[A-Za-z][\w.-]{0,100}$/.test(title) ? title : 'other';
}

function titleOf(tool: string, input: Fields, sketch: PartialToolCall, cwd: string): string {
  const path = textOf(input['file_path']) ?? textOf(input['path']);
  const words =
    textOf(input['command']) ??
    textOf(input['url']) ??
    (path?.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path);
  return oneLine(words ?? sketch.title ?? tool);
}

function given(key: string, value: string | null): Fields {
  return value === null ? {} : { [key]: value };
}

/** Maximum depth of an input that is read: a deeper one overflows the stack when written as JSON. */
const maximumDepth = 32;

function shallow(value: Fields): Fields {
  return fieldsOf(levels(value, maximumDepth));
}

function levels(value: unknown, left: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (left === 0) return '…';
  if (Array.isArray(value)) return value.map((entry) => levels(entry, left - 1));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, levels(entry, left - 1)]));
}
