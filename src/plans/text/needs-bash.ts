import { scriptStart } from './commands.ts';

/**
 * Syntax that sh does not know. Some of it is worse than an error: `a &> f` runs `a` in the background and succeeds,
 * and `[[` is a missing program, so that `! [[ … ]]` always succeeds.
 */
const onlyBash =
  /(?:^|[\s;&|(!])\[\[\s|[<>]\((?=\S)|<<<|&>|\|&|(?:^|[;&|(\n]\s*)(?:source|pushd|popd|shopt|declare|mapfile|readarray)\s|\$'|\{\d+\.\.\d+\}|\bset -o pipefail|\bset -\w*o pipefail/;

/** @returns the command for /bin/sh, which passes it to bash if only bash understands it */
export function forShell(command: string): string {
  if (!needsBash(command)) return command;
  return `bash -c '${command.replaceAll("'", String.raw`'\''`)}'`;
}

function needsBash(command: string): boolean {
  const text = command.startsWith(scriptStart) ? command.slice(scriptStart.length) : command;
  return !/^bash\s/.test(text) && onlyBash.test(withoutPlainQuotes(text));
}

/** Quoted text does not matter, except `$(…)` in it. */
function withoutPlainQuotes(text: string): string {
  return text.replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"/g, (quoted) =>
    quoted.startsWith('"') && quoted.includes('$(') ? quoted.slice(1, -1) : 'x',
  );
}

/** @returns the argument of {@link forShell} */
export function withoutBash(gate: string): string {
  const written = /^bash -c '([\s\S]*)'$/.exec(gate)?.[1];
  return written === undefined ? gate : written.replaceAll(String.raw`'\''`, "'");
}
