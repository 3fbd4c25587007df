import { dirname } from 'node:path';

/** Returns the parent directory of all worktrees, from the path of one: `<root>/<repository>/<id>`. */
export function workspaceRoot(path: string): string {
  return dirname(dirname(path));
}
