import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { printableLine } from '../../base/printable.ts';
import type { CommandSpec } from '../command-spec.ts';
import { wholeNumber } from '../options.ts';

/** @param noDaemon the error if no daemon has ever written a log */
export function daemonLogs(noDaemon: () => Error): CommandSpec {
  return {
    name: 'logs',
    summary: 'Print the last lines of the daemon log',
    configure: (command) => command.option('-n, --lines <N>', 'number of lines', wholeNumber, 50),
    async run({ context, output }, _args, options) {
      const { logFile } = context.daemon;
      if (!statSync(logFile, { throwIfNoEntry: false })) throw noDaemon();
      const lines = readEnd(logFile).trimEnd().split('\n').slice(-Number(options['lines']));
      for (const line of lines) {
        const entry = parseLine(line);
        // People see a line that a crash or a full disk cut off; programs get complete lines only.
        if (entry === undefined) output.note(printableLine(line));
        else output.data('log', entry, () => line);
      }
    },
  };
}

/** Bytes read from the end of the log, however long a daemon has run. */
const searched = 4 * 1024 * 1024;

function readEnd(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const end = Buffer.alloc(Math.min(size, searched));
    const length = readSync(file, end, 0, end.length, size - end.length);
    const text = end.toString('utf8', 0, length);
    // Unless it starts at the beginning of the file, the text starts in the middle of a line.
    return size > searched ? text.slice(text.indexOf('\n') + 1) : text;
  } finally {
    closeSync(file);
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
