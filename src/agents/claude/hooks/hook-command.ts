/**
 * The command line of fairlead's hook in Claude Code's settings, which `/bin/sh -c` runs.
 *
 * Measured with Claude Code 2.1.328: a PreToolUse hook that ends with 2 blocks the call. Every other status, a program
 * that is missing (127), one that is killed or takes too long, and output that is not JSON let Claude Code go on by its
 * own rules; an answer on standard output counts whatever the status, 2 excepted. A fairlead that does not know `hook`
 * would end with 2, which is its status for usage: hence `|| exit 1`.
 */
export function hookCommand(program: string): string {
  return `'${program.replaceAll("'", String.raw`'\''`)}' hook || exit 1`;
}

/** @returns the program that a command names, where it is a hook of fairlead's; also of one written by hand */
export function programOf(command: string): string | null {
  const found = /^(?:'(?<quoted>(?:[^']|'\\'')*)'|(?<plain>[^\s'"\\$`;|&<>()]+)) hook(?: \|\| exit 1)?$/.exec(
    command,
  );
  const { quoted, plain } = found?.groups ?? {};
  const program = plain ?? quoted?.replaceAll(String.raw`'\''`, "'") ?? '';
  return /(?:^|\/)fairlead$/.test(program) ? program : null;
}
