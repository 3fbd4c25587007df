import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';

/** Where paths lead on this machine, and whose home it is. */
export interface PathFinder {
  home: string;
  /** Without symbolic links, from which `..` goes back; what does not exist yet is added to the deepest directory that does. */
  realPath: (path: string) => string;
  /** Whether git takes a directory for a repository, a bare one included (gitrepository-layout(5)). */
  isRepository: (directory: string) => boolean;
}

export function pathFinder(home: string = homedir()): PathFinder {
  return { home, realPath: (path) => realPath(path, maximumLinks), isRepository };
}

function isRepository(directory: string): boolean {
  const holds = (name: string) => existsSync(join(directory, name));
  return holds('.git') || (holds('HEAD') && holds('objects'));
}

/** As many as Linux follows (path_resolution(7)). */
const maximumLinks = 40;

function realPath(path: string, links: number): string {
  // An error costs more than all else here, and most words of a command line name no file.
  const entry = attempt(() => lstatSync(path, { throwIfNoEntry: false }));
  const real = entry && attempt(() => realpathSync.native(path));
  if (real !== undefined) return real === normalize(path) ? real : (throughProcess(path) ?? real);
  // Missing, forbidden, a ring of links: what can be said is said of the directory above.
  const parent = dirname(path);
  if (parent === path) return path;
  const directory = realPath(parent, links);
  // What is written through a link that leads nowhere yet comes into being where it leads.
  const target = links > 0 && entry?.isSymbolicLink() ? attempt(() => readlinkSync(path)) : undefined;
  if (target === undefined || ofProcess.test(directory)) return join(directory, basename(path));
  return realPath(isAbsolute(target) ? target : `${directory}/${target}`, links - 1);
}

/**
 * Where a path leads whose links pass through the files of a process: `/proc/self/cwd` is another directory for each process
 * (proc(5)). What we find there is ours, so that the path is given from that place on, as whoever follows it would read it.
 *
 * @returns undefined of all other paths
 */
function throughProcess(path: string): string | undefined {
  const rest = path.split('/').filter((name) => name !== '' && name !== '.');
  let at = '/';
  for (let links = 0; links < maximumLinks;) {
    const name = rest.shift();
    if (name === undefined) return undefined;
    if (ofProcess.test(join(at, name))) return join(at, name, ...rest);
    const next = name === '..' ? dirname(at) : join(at, name);
    const target = attempt(() => readlinkSync(next));
    if (target === undefined) {
      at = next;
      continue;
    }
    links += 1;
    if (isAbsolute(target)) at = '/';
    rest.unshift(...target.split('/').filter((part) => part !== '' && part !== '.'));
  }
  return undefined;
}

/** Links in the file system of processes whose meaning depends on who reads them. */
const ofProcess =
  /^\/proc\/[^/]+(\/task\/[^/]+)?\/(cwd|root|exe|fd|map_files)$|^\/proc\/(self|thread-self)$|^\/dev\/fd$/;

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
