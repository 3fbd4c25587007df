import { renameSync, statSync } from 'node:fs';
import { pino } from 'pino';
import type { Log } from '../runtime/deps.ts';

/** Bytes after which a log is put aside when a daemon starts; one earlier log is kept. */
const maximumLog = 16 * 1024 * 1024;

/** Lines of JSON, one a happening. Tokens and keys are blotted out wherever they turn up under their usual names. */
export function openLog(path: string, level: string): Log {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && found.size > maximumLog) renameSync(path, `${path}.1`);
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['*.token', '*.env', '*.authorization', 'token', 'env'], censor: '[hidden]' },
      serializers: { error: pino.stdSerializers.errWithCause },
    },
    pino.destination({ dest: path, sync: true, mode: 0o600 }),
  );
  return {
    info: (what, details) => logger.info(details ?? {}, what),
    warn: (what, details) => logger.warn(details ?? {}, what),
    error: (what, details) => logger.error(details ?? {}, what),
  };
}
