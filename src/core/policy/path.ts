/** POSIX paths as text. */

/** An absolute path without `.`, `..`, doubled or trailing slashes; `~` is the home directory. */
export function absolutePath(path: string, cwd: string, home: string): string {
  return clean(joinedPath(path, cwd, home), cwd);
}

/**
 * Returns an absolute path that keeps each `..`, for callers that resolve links: after a link, the kernel applies
 * `..` to its target, and a text operation to the link itself.
 */
export function joinedPath(path: string, cwd: string, home: string): string {
  if (path === '~' || path.startsWith('~/')) return `${home}/${path.slice(1)}`;
  if (!path.startsWith('/')) return `${cwd}/${path}`;
  return /^\/[./]*proc\//.test(path) ? clean(path, cwd) : path;
}

/** Returns the last part of a path, such as the name of a program with a directory. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
}

/** Returns the path below a directory, without a leading slash; undefined if it is not below it. */
export function below(path: string, directory: string): string | undefined {
  if (path === directory) return '';
  return isWithin(path, directory) ? path.slice(directory === '/' ? 1 : directory.length + 1) : undefined;
}

/**
 * A process finds its own directory and root in `/proc/self` (proc(5)). In the daemon the same path leads elsewhere,
 * so it is replaced by the caller's, before any `..` after it.
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
