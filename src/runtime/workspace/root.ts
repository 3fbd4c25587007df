import { dirname } from 'node:path';

/** The directory that all worktrees are below, from the path of one: `<root>/<repository>/<id>`. */
export function workspaceRoot(path: string): string {
  return dirname(dirname(path));
}
