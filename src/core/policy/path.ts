/** Paths as text, in the way of POSIX. */

/** An absolute path without `.`, `..`, doubled or trailing slashes; `~` is the home directory. */
export function absolutePath(path: string, cwd: string, home: string): string {
  return clean(joinedPath(path, cwd, home), cwd);
}

/**
 * An absolute path with each `..` still in it, for those who follow links: from a link, the kernel goes back from where
 * it leads, and a reader of the text from where it stands.
 */
export function joinedPath(path: string, cwd: string, home: string): string {
  if (path === '~' || path.startsWith('~/')) return `${home}/${path.slice(1)}`;
  if (!path.startsWith('/')) return `${cwd}/${path}`;
  return /^\/[./]*proc\//.test(path) ? clean(path, cwd) : path;
}

/** What a path ends in, a program that is written with its directory for one. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
}

/** The path below a directory, without leading slash; undefined where it does not lie there. */
export function below(path: string, directory: string): string | undefined {
  if (path === directory) return '';
  return isWithin(path, directory) ? path.slice(directory === '/' ? 1 : directory.length + 1) : undefined;
}

/**
 * A process finds its own directory and its own root in `/proc/self` (proc(5)). To us the same path leads elsewhere, so it
 * is replaced by what the caller would find, before any `..` behind it.
 */
function clean(path: string, cwd: string): string {
  let kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
    if ((segment === 'cwd' || segment === 'root') && isOwnProcess(kept))
      kept = segment === 'root' ? [] : cwd.split('/').filter((name) => name !== '');
  }
  return `/${kept.join('/')}`;
}

function isOwnProcess(segments: readonly string[]): boolean {
  return /^proc\/(?:self|thread-self)(?:\/task\/\d+)?\/(?:cwd|root)$/.test(segments.join('/'));
}
