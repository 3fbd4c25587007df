/** Finds where a command line would run git, and which repository git uses there. */
import { carriedCommand, callsByDirectory } from './carried-command.ts';
import type { ToolCall } from './call.ts';
import { isInside } from './level.ts';
import { absolutePath, baseName, joinedPath } from './path.ts';
import { isHarmless } from './shell/allows-command.ts';
import { gitWords } from './shell/git-options.ts';
import { operandsOf } from './shell/named-files.ts';
import { placesOf } from './shell/places.ts';
import { maximumLength, readShell } from './shell/read-shell.ts';
import type { ShellCommand } from './shell/shell-reading.ts';
import { unwrapped } from './shell/wrappers.ts';

/**
 * Returns the absolute directories in which a call would run git. Ask git about each before the call is judged: a
 * directory with ordinary files may be a repository, whose configuration names programs.
 */
export function gitDirectories(asked: ToolCall): string[] {
  const carried = carriedCommand(asked);
  if (!carried || carried.line.length > maximumLength || !/git|gh|glab|hub|tig/.test(carried.line)) return [];
  const reading = readShell(carried.line);
  const { commands } = reading;
  return [
    ...new Set(
      callsByDirectory(asked).flatMap((call) =>
        placesOf(reading, call.cwd, call.machine.home).directories.flatMap((cwd) =>
          commands.flatMap((command) => directoryOf(command, { ...call, cwd }) ?? []),
        ),
      ),
    ),
  ];
}

/** Returns why git must not run in this line; null if it only uses the session's repository. */
export function gitElsewhere(commands: readonly ShellCommand[], calls: readonly ToolCall[]): string | null {
  for (const command of commands) {
    for (const call of calls) {
      const directory = directoryOf(command, call);
      if (directory === undefined) continue;
      const found = call.machine.belongings.get(directory);
      if (found === 'other') return `git would use another repository in ${directory}`;
      if (found === undefined) return `it is not known which repository git would use in ${directory}`;
      // Other commands in the line could create a repository there before git runs.
      const isTop = found === 'own' && directory === absolutePath(call.workspace, '/', '/');
      if (!isTop && !commands.every(cannotMakeRepository)) return 'git would be run in another directory';
      if (namesOther(gitOperands(command), { ...call, cwd: directory }))
        return 'git would use another repository';
    }
  }
  return null;
}

/** Programs that run git in their directory. */
const usesGit = /^(git(-[\w-]+)?|gh|glab|hub|tig|lazygit)$/;

/** Returns where a command would run git; undefined if it does not. */
function directoryOf(command: ShellCommand, { cwd, machine }: ToolCall): string | undefined {
  const [name, ...rest] = unwrapped(command.words);
  if (name === undefined || !usesGit.test(baseName(name.value))) return undefined;
  const { directories } = gitWords(rest);
  return directories.reduce(
    (at, directory) => absolutePath(directory, at, machine.home),
    absolutePath(cwd, '/', machine.home),
  );
}

function gitOperands(command: ShellCommand): string[] {
  const [name, ...rest] = unwrapped(command.words);
  if (baseName(name?.value ?? '') !== 'git') return [];
  return operandsOf(['git', ...gitWords(rest).rest.map(({ value }) => value)]);
}

/**
 * Whether a command writes no files with names from elsewhere. This includes programs that run the code of the
 * workspace, which can do anything already.
 */
function cannotMakeRepository(command: ShellCommand): boolean {
  if (command.writes.length > 0) return false;
  if (isHarmless(command)) return true;
  const [name, ...rest] = unwrapped(command.words);
  const base = baseName(name?.value ?? '');
  if (base === 'git') return /^(add|commit|push|fetch|tag|branch)$/.test(gitWords(rest).rest[0]?.value ?? '');
  return /^(npm|pnpm|yarn|npx|cargo|go|make|pytest|vitest|jest|eslint|prettier|tsc|ruff|mypy|gh)$/.test(base);
}

/**
 * Whether an operand of git names such a repository: as a remote, whose hooks run, or as an added path, which git
 * then inspects. Git also tries the name with `.git` (gitrepository-layout(5)).
 */
function namesOther(operands: readonly string[], call: ToolCall): boolean {
  return operands
    .flatMap((word) => [word, `${word}.git`])
    .some((path) => isInside(path, call) && isInOther(path, call));
}

function isInOther(path: string, { cwd, workspace, machine }: ToolCall): boolean {
  const top = machine.realPath(workspace);
  let at = machine.realPath(joinedPath(path, cwd, machine.home));
  while (at.length > top.length) {
    if (machine.isRepository(at)) return true;
    at = at.slice(0, at.lastIndexOf('/'));
  }
  return false;
}
