/** Notices of change in directories. They are hints: whoever gets one looks at the files, and looks now and then without. */
import { watch, type FSWatcher } from 'node:fs';

/**
 * Watches one directory. All watches of this process share one inotify instance of the kernel.
 *
 * @param onChange gets the name of the file, where the system tells it
 * @returns undefined where the system has no watches left: the caller's own looking has to do
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
  // A directory that is removed ends its watch with an error on some systems; nothing more will come of it.
  watcher.on('error', () => watcher.close());
  return { [Symbol.dispose]: () => watcher.close() };
}
