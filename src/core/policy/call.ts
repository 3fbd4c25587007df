import { alternatives } from './shell/alternatives.ts';

/**
 * One path; a pattern that stands for every path it matches; or one that a search goes by, in which a name of nothing but
 * wildcards is no more than the search itself.
 */
export type PathKind = 'path' | 'pattern' | 'search';

/** A call that an agent wants to make, with what the policy needs to know about the machine to judge it. */
export interface ToolCall {
  tool: string;
  input: unknown;
  /** One line that says what would be done. */
  title: string;
  /** Absolute directory that the call is made in: where its relative paths lead from. */
  cwd: string;
  /** Absolute path of the workspace: rules without an anchor are relative to it, wherever in it the call is made. */
  workspace: string;
  /** Absolute path of the repository; rules rooted in it speak about the workspace. */
  repo: string;
  machine: Machine;
  /** Whether the path in the input is one path (if not given), or a pattern that stands for every path it matches. */
  names?: PathKind;
}

/** What paths mean on this machine. */
export interface Machine {
  /** The user's home directory. */
  home: string;
  /** Directories and files that are fairlead's own; a workspace inside of one is the agent's all the same. */
  own: readonly string[];
  /** Where a path leads after all symbolic links, `..` after them; of one that does not exist yet, as far as it does. */
  realPath: (path: string) => string;
  /** Whether a directory looks like a repository to git, a bare one included. */
  isRepository: (directory: string) => boolean;
  /**
   * Which repository git says each directory belongs to, for the directories of {@link gitDirectories}. Git is asked
   * before the call is judged. A directory that is missing here has not been asked about.
   */
  belongings: ReadonlyMap<string, GitBelonging>;
}

/** The machine before git has been asked about a call. */
export type MachinePaths = Omit<Machine, 'belongings'>;

/** Whether git, run in a directory, uses the repository of the session, another one or none. */
export type GitBelonging = 'own' | 'other' | 'none';

/** Tools that look at files by a path in their input. */
export const readingTools: ReadonlySet<string> = new Set(['Read', 'Glob', 'Grep', 'LS', 'NotebookRead']);

/** Tools that change files by a path in their input. */
export const editingTools: ReadonlySet<string> = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit']);

/** The fields of a call's input; none where it is not an object. */
export function fieldsOf({ input }: Pick<ToolCall, 'input'>): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
}

/** The path that a reading or editing tool is about; undefined for other tools, and where what is told is no path. */
export function pathOf(call: ToolCall): string | undefined {
  if (!readingTools.has(call.tool) && !editingTools.has(call.tool)) return undefined;
  const target = namedPath(call) ?? (readingTools.has(call.tool) ? call.cwd : undefined);
  return typeof target === 'string' ? target : undefined;
}

/** The path in a call's input; undefined where it names none. */
export function namedPath(call: Pick<ToolCall, 'input'>): unknown {
  const { file_path, path, notebook_path } = fieldsOf(call);
  return file_path ?? notebook_path ?? path;
}

/** Further fields in which tools take a path. */
const pathFields = ['notebook_path', 'path', 'absolute_path', 'filePath', 'target_file'];

/** Fields in which tools take several paths. */
const listFields = ['paths', 'file_paths', 'files'];

/**
 * A call for each of the files that a tool is told of: by which of several fields it goes is its own affair, and what it
 * searches by a pattern of names lies where the pattern says.
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

/** The patterns of names that a search goes by, each from where the search begins. */
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
      // A search by the names of files looks at each directory below.
      return tool === 'Glob' || pattern.includes('/') ? `${from}/${pattern}` : `${from}/**/${pattern}`;
    });
}
