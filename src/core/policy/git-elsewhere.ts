import { isInside } from './level.ts';
import { joinedPath } from './path.ts';
import type { ToolCall } from './call.ts';

/**
 * Whether git, run there, would take another repository than that of the workspace for its own: one that lies in it,
 * whose hooks and configuration name programs, and may have been written as files like others.
 */
export function isGitElsewhere(directory: string, call: ToolCall): boolean {
  return !isInside(directory, call) || isInOther(directory, call);
}

/**
 * Whether one of the words that git is given names such a repository: as a remote, whose hooks are run, or as what is
 * added, which git looks into ever after. It tries the name with `.git` too (gitrepository-layout(5)).
 */
export function namesOther(operands: readonly string[], call: ToolCall): boolean {
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
