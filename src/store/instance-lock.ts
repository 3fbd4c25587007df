import { DatabaseSync } from 'node:sqlite';

/**
 * Takes the one right to be the daemon of a state directory: an exclusive transaction on a small database of its own.
 * The kernel gives it back the moment its holder is gone, however that came, and to nobody while the holder is merely
 * suspended; files with a process number in them can do neither.
 *
 * @returns undefined where somebody else has it
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
