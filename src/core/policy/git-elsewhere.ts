import { isInside } from './level.ts';
import { joinedPath } from './path.ts';
import type { ToolCall } from './call.ts';

/**
 * Whether git, run there, would take another repository than that of the workspace for its own: one that lies in it,
 * whose hooks and configuration name programs, and may have been written as files like others.
 */
export function isGitElsewhere(directory: string, call: ToolCall): boolean {
  const { cwd, workspace, machine } = call;
  if (!isInside(directory, call)) return true;
  const top = machine.realPath(workspace);
  let at = machine.realPath(joinedPath(directory, cwd, machine.home));
  while (at.length > top.length) {
    if (machine.isRepository(at)) return true;
    at = at.slice(0, at.lastIndexOf('/'));
  }
  return false;
}
