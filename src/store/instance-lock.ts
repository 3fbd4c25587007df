import { DatabaseSync } from 'node:sqlite';

/**
 * Takes the lock of a state directory, so that it has one daemon: an exclusive transaction on a small database. The
 * kernel releases it when the holder exits, however it exits, and keeps it while the holder is suspended. Files with
 * a process id guarantee neither.
 *
 * @returns undefined if another process holds it
 */
export function takeInstanceLock(path: string): Disposable | undefined {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch (error) {
    database.close();
    const busy = 5;
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === busy) return undefined;
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}
