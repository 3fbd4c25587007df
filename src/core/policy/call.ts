/** A call that an agent wants to make, with what has to be known of its surroundings to judge it. */
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
}

/** What paths mean on this machine. */
export interface Machine {
  /** The user's home directory. */
  home: string;
  /** Directories and files that are fairlead's own; a workspace inside of one is the agent's all the same. */
  own: readonly string[];
  /** Where a path leads after all symbolic links, `..` after them; of one that does not exist yet, as far as it does. */
  realPath: (path: string) => string;
  /** Whether git takes a directory for a repository, a bare one included. */
  isRepository: (directory: string) => boolean;
}

/** Tools that look at files by a path in their input. */
export const readingTools: ReadonlySet<string> = new Set(['Read', 'Glob', 'Grep', 'LS', 'NotebookRead']);

/** Tools that change files by a path in their input. */
export const editingTools: ReadonlySet<string> = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit']);

/** The fields of a call's input; none where it is no object. */
export function fieldsOf({ input }: Pick<ToolCall, 'input'>): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
}

/** The command line of a shell tool; undefined for other tools, and where none is told. */
export function commandOf(call: ToolCall): string | undefined {
  const { command } = fieldsOf(call);
  return call.tool === 'Bash' && typeof command === 'string' ? command : undefined;
}

/** The path that a reading or editing tool is about; undefined for other tools, and where what is told is no path. */
export function pathOf(call: ToolCall): string | undefined {
  if (!readingTools.has(call.tool) && !editingTools.has(call.tool)) return undefined;
  const { file_path, path, notebook_path } = fieldsOf(call);
  const target = file_path ?? notebook_path ?? path ?? (readingTools.has(call.tool) ? call.cwd : undefined);
  return typeof target === 'string' ? target : undefined;
}

/**
 * A call for each of the files that a tool is told of: by which of several fields it goes is its own affair, and what it
 * searches by a pattern of names lies where the pattern says.
 */
export function callsByFile(call: ToolCall): [ToolCall, ...ToolCall[]] {
  const first = pathOf(call);
  if (first === undefined) return [call];
  const fields = fieldsOf(call);
  const pattern =
    call.tool === 'Glob' ? fields['pattern'] : call.tool === 'Grep' ? fields['glob'] : undefined;
  const names = typeof pattern === 'string' && !pattern.startsWith('!') ? pattern.split(/[{},\s]+/) : [];
  const others = [
    ...[fields['notebook_path'], fields['path']].filter((path) => typeof path === 'string'),
    ...names
      .filter((name) => name !== '')
      .map((name, index) => (index === 0 && /^[/~]/.test(name) ? name : `${first}/${name}`)),
  ];
  const calls = [...new Set(others)]
    .filter((path) => path !== first)
    .map((file_path) => ({ ...call, input: { ...fields, file_path } }));
  return [call, ...calls];
}
