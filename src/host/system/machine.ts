import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';

/** Resolves paths on this machine. */
export interface PathFinder {
  home: string;
  /** Without symbolic links, so that `..` is right; a missing rest is appended to the deepest existing directory. */
  realPath: (path: string) => string;
  /** Whether git takes a directory as a repository, including a bare one (gitrepository-layout(5)). */
  isRepository: (directory: string) => boolean;
}

export function pathFinder(home: string = homedir()): PathFinder {
  return { home, realPath: (path) => realPath(path, maximumLinks), isRepository };
}

function isRepository(directory: string): boolean {
  const holds = (name: string) => existsSync(join(directory, name));
  return holds('.git') || (holds('HEAD') && holds('objects'));
}

/** The limit of Linux (path_resolution(7)). */
const maximumLinks = 40;

function realPath(path: string, links: number): string {
  // An exception costs more than everything else here, and most words of a command line name no file.
  const entry = attempt(() => lstatSync(path, { throwIfNoEntry: false }));
  const real = entry && attempt(() => realpathSync.native(path));
  if (real !== undefined) return real === normalize(path) ? real : (throughProcess(path) ?? real);
  // Missing, forbidden, or a cycle of links: resolve the directory above.
  const parent = dirname(path);
  if (parent === path) return path;
  const directory = realPath(parent, links);
  // Writing through a dangling link creates its target.
  const target = links > 0 && entry?.isSymbolicLink() ? attempt(() => readlinkSync(path)) : undefined;
  if (target === undefined || ofProcess.test(directory)) return join(directory, basename(path));
  return realPath(isAbsolute(target) ? target : `${directory}/${target}`, links - 1);
}

/**
 * Resolves links through the files of a process: `/proc/self/cwd` is another directory for each process (proc(5)).
 * Our own result would be wrong, so the path is returned from that place on, as the caller's process would read it.
 *
 * @returns undefined for all other paths
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

/** Links in the file system of processes whose meaning depends on the reader. */
const ofProcess =
  /^\/proc\/[^/]+(\/task\/[^/]+)?\/(cwd|root|exe|fd|map_files)$|^\/proc\/(self|thread-self)$|^\/dev\/fd$/;

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
