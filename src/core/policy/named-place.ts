/** A path, or a pattern of paths, that a call names, with where it leads. */
import type { PathKind, ToolCall } from './call.ts';
import { absolutePath, isWithin, joinedPath } from './path.ts';

export interface NamedPlace {
  /** Absolute, as it is written. */
  written: string;
  /** Where it leads after all symbolic links. */
  real: string;
  kind: PathKind;
}

type Scene = Pick<ToolCall, 'cwd' | 'machine'>;

export function namedPlace(path: string, { cwd, machine }: Scene, kind: PathKind = 'path'): NamedPlace {
  const written = absolutePath(path, cwd, machine.home);
  const joined = joinedPath(path, cwd, machine.home);
  if (kind === 'path') return { written, real: realPathFor(cwd, machine, joined), kind };
  // Only the directories before the first wildcard can be followed.
  const wild = joined.search(/[*?[]/);
  const end = joined.lastIndexOf('/', wild < 0 ? joined.length : wild);
  const directory = realPathFor(cwd, machine, joined.slice(0, end) || '/');
  const rest = joined.slice(end + 1).replace(/\/+$/, '');
  return { written, real: directory === '/' ? `/${rest}` : `${directory}/${rest}`, kind };
}

/** A link may lead into `/proc/self`, which is another place for the caller than for us. */
function realPathFor(cwd: string, machine: Scene['machine'], path: string): string {
  let real = machine.realPath(path);
  for (let steps = 0; steps < 4 && real.startsWith('/proc/'); steps += 1) {
    const seen = absolutePath(real, cwd, machine.home);
    if (seen === real) break;
    real = machine.realPath(seen);
  }
  return real;
}

/** Whether it lies in the workspace, as written and where it leads. */
export function liesInside(
  place: NamedPlace,
  { workspace, machine }: Pick<ToolCall, 'workspace' | 'machine'>,
): boolean {
  return isWithin(place.written, workspace) && isWithin(place.real, machine.realPath(workspace));
}
