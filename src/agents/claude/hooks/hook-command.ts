/**
 * Returns the command line of fairlead's hook in Claude Code's settings, which `/bin/sh -c` runs.
 *
 * Measured with Claude Code 2.1.328: a PreToolUse hook that exits with 2 blocks the call. With any other status, a
 * missing program (127), a killed or slow program, or output that is not JSON, Claude Code applies its own rules. An
 * answer on standard output counts with any status except 2. A fairlead that does not know `hook` would exit with 2,
 * its status for usage errors: hence `|| exit 1`.
 */
export function hookCommand(program: string): string {
  return `'${program.replaceAll("'", String.raw`'\''`)}' hook || exit 1`;
}

/** @returns the program of a command that is a hook of fairlead, including one written by hand */
export function programOf(command: string): string | null {
  const found = /^(?:'(?<quoted>(?:[^']|'\\'')*)'|(?<plain>[^\s'"\\$`;|&<>()]+)) hook(?: \|\| exit 1)?$/.exec(
    command,
  );
  const { quoted, plain } = found?.groups ?? {};
  const program = plain ?? quoted?.replaceAll(String.raw`'\''`, "'") ?? '';
  return /(?:^|\/)fairlead$/.test(program) ? program : null;
}
