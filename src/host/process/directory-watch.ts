/**
 * Notices of changes in directories. They are hints: a caller checks the files itself, and also checks now and then
 * without a notice.
 */
import { watch, type FSWatcher } from 'node:fs';

/**
 * Watches one directory. All watches of this process share one inotify instance of the kernel.
 *
 * @param onChange gets the name of the file, if the system reports it
 * @returns undefined if the system has no watches left: the caller must rely on its own checks
 */
export function watchDirectory(
  path: string,
  onChange: (file: string | null) => void,
): Disposable | undefined {
  let watcher: FSWatcher;
  try {
    watcher = watch(path, { persistent: false }, (_event, file) => onChange(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EMFILE' || code === 'ENOENT') return undefined;
    throw error;
  }
  // Some systems report the removal of a directory as an error of its watch; no more notices follow.
  watcher.on('error', () => watcher.close());
  return { [Symbol.dispose]: () => watcher.close() };
}
