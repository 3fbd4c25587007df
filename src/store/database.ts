/** Opens the database: settings, version, migrations, and recovery from a damaged file. */
import { copyFileSync, existsSync, renameSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from './migrations/list.ts';

/** SQLite up to 3.51.2 can corrupt a database in WAL mode (https://sqlite.org/wal.html#walresetbug). */
const minimumSqlite = [3, 51, 3] as const;

export interface OpenedDatabase {
  database: DatabaseSync;
  /** Path of a damaged file that was renamed; null if there was none. */
  setAside: string | null;
}

/** @throws an error with a message for people: SQLite too old, a newer schema, no access to the file */
export function openDatabase(path: string): OpenedDatabase {
  const damaged = existsSync(path) && isDamaged(path);
  const setAside = damaged ? putAside(path) : null;
  const database = configure(path);
  migrate(database, path);
  database.exec(forgetOldReceipts);
  return { database, setAside };
}

/**
 * Commands are not sent again after 90 days. Receipts of effects stay: every daemon that starts repeats unfinished
 * effects, and must not deliver a prompt twice.
 */
const forgetOldReceipts = `
DELETE FROM receipts
WHERE at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-90 days') AND command_id NOT GLOB 'effect-*'`;

function configure(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  const { version } = database.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  if (isOlder(version)) {
    database.close();
    throw new Error(`SQLite ${version} can damage the database; use Node 24.15 or newer`);
  }
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  return database;
}

function isOlder(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, minimum] of minimumSqlite.entries()) {
    const part = parts[index] ?? 0;
    if (part !== minimum) return part < minimum;
  }
  return false;
}

function migrate(database: DatabaseSync, path: string): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > migrations.length) {
    database.close();
    throw new Error(
      `${path} was written by a newer fairlead (schema ${version}, this one knows ${migrations.length}); nothing was changed. Install the newer version`,
    );
  }
  if (version === migrations.length) return;
  if (version > 0) {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    copyFileSync(path, `${path}.before-${migrations.length}`);
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

/**
 * A check takes time in proportion to the file, so it runs only if the last writer did not close the file properly.
 */
function isDamaged(path: string): boolean {
  const left = statSync(`${path}-wal`, { throwIfNoEntry: false });
  try {
    const database = new DatabaseSync(path, { timeout: 5_000 });
    try {
      database.prepare('SELECT count(*) FROM sqlite_schema').get();
      if (!left || left.size === 0) return false;
      const found = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
      return found.quick_check !== 'ok';
    } finally {
      database.close();
    }
  } catch (error) {
    if (isCorruption(error)) return true;
    throw error;
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, https://sqlite.org/rescode.html */
function isCorruption(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  return code !== undefined && ((code & 0xff) === 11 || (code & 0xff) === 26);
}

function putAside(path: string): string {
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  return aside;
}
