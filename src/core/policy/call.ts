import { alternatives } from './shell/alternatives.ts';

/**
 * One path; a pattern that stands for every path it matches; or a search pattern, in which a name of wildcards only
 * means no more than the search itself.
 */
export type PathKind = 'path' | 'pattern' | 'search';

/** A call that an agent wants to make, with the facts about the machine that the policy needs. */
export interface ToolCall {
  tool: string;
  input: unknown;
  /** One line that shows the call. */
  title: string;
  /** Absolute directory of the call; its relative paths start there. */
  cwd: string;
  /** Absolute path of the workspace: rules without an anchor are relative to it, wherever the call is made. */
  workspace: string;
  /** Absolute path of the repository; rules rooted in it apply to the workspace. */
  repo: string;
  machine: Machine;
  /** Whether the path in the input is one path (default), or a pattern that stands for every path it matches. */
  names?: PathKind;
}

/** How paths resolve on this machine. */
export interface Machine {
  /** The user's home directory. */
  home: string;
  /** fairlead's own directories and files. A workspace inside one of them still belongs to the agent. */
  own: readonly string[];
  /**
   * Resolves a path through all symbolic links, with `..` applied after them; for a missing path, as far as it
   * exists.
   */
  realPath: (path: string) => string;
  /** Whether git would take a directory as a repository, including a bare one. */
  isRepository: (directory: string) => boolean;
  /**
   * The repository of each directory of {@link gitDirectories}, according to git. Git is asked before the call is
   * judged; a missing directory was not asked about.
   */
  belongings: ReadonlyMap<string, GitBelonging>;
}

/** The machine without git's answers about a call. */
export type MachinePaths = Omit<Machine, 'belongings'>;

/** Whether git, run in a directory, uses the session's repository, another one or none. */
export type GitBelonging = 'own' | 'other' | 'none';

/** Tools that read files by a path in their input. */
export const readingTools: ReadonlySet<string> = new Set(['Read', 'Glob', 'Grep', 'LS', 'NotebookRead']);

/** Tools that change files by a path in their input. */
export const editingTools: ReadonlySet<string> = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit']);

/** Returns the fields of a call's input; none if it is not an object. */
export function fieldsOf({ input }: Pick<ToolCall, 'input'>): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
}

/** Returns the path of a reading or editing tool; undefined for other tools, or without a valid path. */
export function pathOf(call: ToolCall): string | undefined {
  if (!readingTools.has(call.tool) && !editingTools.has(call.tool)) return undefined;
  const target = namedPath(call) ?? (readingTools.has(call.tool) ? call.cwd : undefined);
  return typeof target === 'string' ? target : undefined;
}

/** Returns the path in a call's input; undefined if there is none. */
export function namedPath(call: Pick<ToolCall, 'input'>): unknown {
  const { file_path, path, notebook_path } = fieldsOf(call);
  return file_path ?? notebook_path ?? path;
}

/** Other fields in which tools take a path. */
const pathFields = ['notebook_path', 'path', 'absolute_path', 'filePath', 'target_file'];

/** Fields in which tools take several paths. */
const listFields = ['paths', 'file_paths', 'files'];

/**
 * Returns a call for each file of the input: fairlead cannot know which of several fields the tool uses, and a search
 * by a pattern of names covers the places of the pattern.
 */
export function callsByFile(call: ToolCall): [ToolCall, ...ToolCall[]] {
  const first = pathOf(call);
  if (first === undefined) return [call];
  const fields = fieldsOf(call);
  const isPath = (value: unknown) => typeof value === 'string';
  const others = [
    ...pathFields.map((name) => fields[name]).filter(isPath),
    ...listFields.flatMap((name) => (Array.isArray(fields[name]) ? fields[name].filter(isPath) : [])),
  ].filter((path) => path !== first);
  const made = (file_path: string, names: ToolCall['names']): ToolCall => ({
    ...call,
    names,
    input: { ...fields, file_path },
  });
  return [
    call,
    ...[...new Set(others)].map((path) => made(path, 'path')),
    ...searched(call, fields, first).map((pattern) => made(pattern, 'pattern')),
  ];
}

/** Returns the name patterns of a search, each with the search's directory. */
function searched({ tool }: ToolCall, fields: ReturnType<typeof fieldsOf>, from: string): string[] {
  if (!readingTools.has(tool)) return [];
  const patterns = [fields['glob'], fields['include'], tool === 'Glob' ? fields['pattern'] : undefined];
  return patterns
    .flatMap((value) =>
      typeof value === 'string' ? [value] : Array.isArray(value) ? (value as unknown[]) : [],
    )
    .filter((value) => typeof value === 'string' && value !== '' && !value.startsWith('!'))
    .flatMap((value) => alternatives(value as string))
    .map((pattern) => {
      if (/^[/~]/.test(pattern)) return pattern;
      // A search by file names checks every directory below.
      return tool === 'Glob' || pattern.includes('/') ? `${from}/${pattern}` : `${from}/**/${pattern}`;
    });
}
