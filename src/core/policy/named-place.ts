/** A path, or a pattern of paths, that a call names, with its resolved form. */
import type { PathKind, ToolCall } from './call.ts';
import { absolutePath, isWithin, joinedPath } from './path.ts';

export interface NamedPlace {
  /** Absolute, as written. */
  written: string;
  /** Resolved through all symbolic links. */
  real: string;
  kind: PathKind;
}

type Scene = Pick<ToolCall, 'cwd' | 'machine'>;

export function namedPlace(path: string, { cwd, machine }: Scene, kind: PathKind = 'path'): NamedPlace {
  const written = absolutePath(path, cwd, machine.home);
  const joined = joinedPath(path, cwd, machine.home);
  if (kind === 'path') return { written, real: realPathFor(cwd, machine, joined), kind };
  // Only the directories before the first wildcard can be resolved.
  const wild = joined.search(/[*?[]/);
  const end = joined.lastIndexOf('/', wild < 0 ? joined.length : wild);
  const directory = realPathFor(cwd, machine, joined.slice(0, end) || '/');
  const rest = joined.slice(end + 1).replace(/\/+$/, '');
  return { written, real: directory === '/' ? `/${rest}` : `${directory}/${rest}`, kind };
}

/** A link may lead into `/proc/self`, which is a different place for the caller. */
function realPathFor(cwd: string, machine: Scene['machine'], path: string): string {
  let real = machine.realPath(path);
  for (let steps = 0; steps < 4 && real.startsWith('/proc/'); steps += 1) {
    const seen = absolutePath(real, cwd, machine.home);
    if (seen === real) break;
    real = machine.realPath(seen);
  }
  return real;
}

/** Whether it is in the workspace, as written and resolved. */
export function liesInside(
  place: NamedPlace,
  { workspace, machine }: Pick<ToolCall, 'workspace' | 'machine'>,
): boolean {
  return isWithin(place.written, workspace) && isWithin(place.real, machine.realPath(workspace));
}
