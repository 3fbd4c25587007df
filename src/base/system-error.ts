/** A fault of the machine, and what to do about it. */
export interface SystemTrouble {
  message: string;
  next: string;
  /** The request itself is valid: it succeeds once there is space. */
  full: boolean;
}

const troubles: Readonly<Record<string, readonly [message: string, next: string]>> = {
  ENOSPC: ['disk full', 'try: free some space, then repeat the command'],
  EDQUOT: ['disk quota used up', 'try: free some space, then repeat the command'],
  EFBIG: [
    'file would be larger than this process may write (ulimit -f)',
    'try: ulimit -f unlimited, then restart the daemon',
  ],
  EROFS: ['file system is read-only', 'try: set FAIRLEAD_HOME to a directory that can be written to'],
  EACCES: ['no permission', 'try: set FAIRLEAD_HOME to a directory of your own'],
  EPERM: ['not permitted', 'try: set FAIRLEAD_HOME to a directory of your own'],
  CANTOPEN: [
    'the database cannot be opened',
    'try: look at the owner of the state directory, and at ulimit -n',
  ],
  EMFILE: ['too many open files (ulimit -n)', 'try: ulimit -n 1024, then restart the daemon'],
  ENFILE: ['too many open files on this machine', 'try: close other programs'],
  ENOMEM: ['out of memory', 'try: close other programs'],
  EIO: [
    'the disk reports an error, or a file has reached the size limit (ulimit -f)',
    'try: ulimit -f unlimited, then restart the daemon',
  ],
};

const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** SQLite's result codes for the same (sqlite3.h): SQLITE_FULL, SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN. */
const sqliteCodes: Readonly<Record<number, string>> = { 13: 'ENOSPC', 8: 'EROFS', 10: 'EIO', 14: 'CANTOPEN' };

/**
 * Recognises an error of Node or SQLite that the machine caused, not a bug in this program.
 *
 * @returns undefined for any other error
 */
export function systemTrouble(error: unknown): SystemTrouble | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, errcode } = error as Error & { code?: string; path?: string; errcode?: number };
  // The lower eight bits are the primary code.
  const name = errcode === undefined ? (code ?? '') : (sqliteCodes[errcode & 0xff] ?? '');
  const known = troubles[name];
  if (!known) return systemTrouble(error.cause);
  const [what, next] = known;
  return { message: path === undefined ? what : `${what}: ${path}`, next, full: fullCodes.has(name) };
}
