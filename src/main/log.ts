import { appendFileSync, closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { pino } from 'pino';
import type { Log } from '../runtime/deps.ts';

/** Bytes above which the log is rotated when a daemon starts. One earlier log is kept. */
const maximumLog = 16 * 1024 * 1024;

/** Maximum bytes in memory while the file cannot be written. More is dropped. */
const maximumBacklog = 1024 * 1024;

/**
 * A daemon that was killed or had a full disk may have left half a line. Without a line break, the next line would be
 * joined to it.
 */
function endTornLine(path: string): void {
  const file = openSync(path, 'a+', 0o600);
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    if (size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== newline)
      appendFileSync(file, '\n');
  } finally {
    closeSync(file);
  }
}

const newline = 10;

/** Opens a log of JSON lines. Tokens and keys are redacted under their usual names. */
export function openLog(path: string, level: string): Log {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && found.size > maximumLog) renameSync(path, `${path}.1`);
  endTornLine(path);
  const destination = pino.destination({ dest: path, sync: true, mode: 0o600, maxLength: maximumBacklog });
  // On a full disk the log waits for space. The error must not end the daemon, and it cannot be reported anywhere else.
  destination.on('error', () => {});
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['*.token', '*.env', '*.authorization', 'token', 'env'], censor: '[hidden]' },
      serializers: { error: pino.stdSerializers.errWithCause },
    },
    destination,
  );
  return {
    info: (what, details) => logger.info(details ?? {}, what),
    warn: (what, details) => logger.warn(details ?? {}, what),
    error: (what, details) => logger.error(details ?? {}, what),
  };
}
