/** A path, or a pattern of paths, that a call names, with where it leads. */
import type { ToolCall } from './call.ts';
import { absolutePath, isWithin, joinedPath } from './path.ts';

export interface NamedPlace {
  /** Absolute, as it is written. */
  written: string;
  /** Where it leads after all symbolic links. */
  real: string;
  /** Whether it is a pattern that stands for every path it matches. */
  isPattern: boolean;
}

type Scene = Pick<ToolCall, 'cwd' | 'machine'>;

export function namedPlace(path: string, { cwd, machine }: Scene, isPattern = false): NamedPlace {
  const written = absolutePath(path, cwd, machine.home);
  if (!isPattern) return { written, real: machine.realPath(joinedPath(path, cwd, machine.home)), isPattern };
  // Only the directories before the first wildcard can be followed.
  const joined = joinedPath(path, cwd, machine.home);
  const wild = joined.search(/[*?[]/);
  const end = joined.lastIndexOf('/', wild < 0 ? joined.length : wild);
  const directory = machine.realPath(joined.slice(0, end) || '/');
  const rest = joined.slice(end + 1);
  return { written, real: directory === '/' ? `/${rest}` : `${directory}/${rest}`, isPattern };
}

/** Whether it lies in the workspace, as written and where it leads. */
export function liesInside(
  place: NamedPlace,
  { workspace, machine }: Pick<ToolCall, 'workspace' | 'machine'>,
): boolean {
  return isWithin(place.written, workspace) && isWithin(place.real, machine.realPath(workspace));
}
