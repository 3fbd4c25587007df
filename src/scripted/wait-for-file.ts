import { existsSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Resolves when `path` exists. Its parent directory must exist. Rejects when `signal` aborts. */
export async function waitForFile(path: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const settled = Promise.withResolvers<void>();
  const look = () => {
    if (existsSync(path)) settled.resolve();
  };
  const stop = () => settled.reject(signal.reason as Error);
  using _watch = watchDirectory(dirname(path), look);
  signal.addEventListener('abort', stop, { once: true });
  look();
  try {
    await settled.promise;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Milliseconds between checks if inotify is not available: a user has 128 instances by default. */
const lookEvery = 100;

function watchDirectory(directory: string, look: () => void): Disposable {
  try {
    const watcher = watch(directory, look);
    return { [Symbol.dispose]: () => watcher.close() };
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== 'EMFILE' && code !== 'ENOSPC') throw error;
    const timer = setInterval(look, lookEvery);
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }
}
