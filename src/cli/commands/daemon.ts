import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { printableLine } from '../../base/printable.ts';
import { FairleadError } from '../../client/failure.ts';
import { problem } from '../../contract/error.ts';
import type { Call, CommandSpec } from '../command-spec.ts';
import { UsageError } from '../context.ts';

const actions = ['start', 'stop', 'status', 'logs', 'install', 'run'] as const;
type Action = (typeof actions)[number];

export const daemon: CommandSpec = {
  name: 'daemon',
  summary: 'start, stop, status, logs, install',
  arguments: '<action>',
  configure: (command) =>
    command
      .option('--sessions', 'with stop: end all sessions first; without it they go on')
      .option('-n, --lines <n>', 'with logs: so many lines from the end', '50'),
  async run(call, [action], options) {
    if (!actions.includes(action as Action))
      throw new UsageError(
        `"${action}" is nothing that can be done with the daemon`,
        `choose one of ${actions.slice(0, -1).join(', ')}`,
      );
    await handlers[action as Action](call, options);
  },
};

const handlers: Record<Action, (call: Call, options: Record<string, unknown>) => Promise<void>> = {
  async start({ context, output }) {
    const started = await context.daemon.start();
    const client = await context.connect();
    const status = await client.daemon();
    output.data(
      'daemon',
      status,
      () => `${started ? 'started' : 'runs already'}: pid ${status.pid}, port ${status.port}`,
    );
  },
  async stop({ context, output }, options) {
    const client = await context.daemon.find();
    if (!client) throw noDaemon();
    const status = await client.ask('daemon', { type: 'shutdown', sessions: options['sessions'] === true });
    output.data('daemon', status, () => 'stopped');
    if (options['sessions'] !== true)
      output.note('sessions go on; the next command starts a daemon that takes them up');
  },
  async status({ context, output }) {
    const client = await context.daemon.find();
    if (!client) throw noDaemon();
    const status = await client.daemon();
    output.data(
      'daemon',
      status,
      () =>
        `running: pid ${status.pid}, version ${status.version}, http://127.0.0.1:${status.port}, since ${status.started_at}`,
    );
  },
  async logs({ context, output }, options) {
    const { logFile } = context.daemon;
    if (!statSync(logFile, { throwIfNoEntry: false })) throw noDaemon();
    const lines = readEnd(logFile).trimEnd().split('\n').slice(-Number(options['lines']));
    for (const line of lines) {
      const entry = parseLine(line);
      // A line that a crash or a full disk cut off is shown to people; programs get whole ones only.
      if (entry === undefined) output.note(printableLine(line));
      else output.data('log', entry, () => line);
    }
  },
  async install({ context, output }) {
    const installed = await context.daemon.install();
    output.data('daemon', installed, () => `wrote ${installed.path}\n${installed.next}`);
  },
  run: ({ context }) => context.daemon.run(),
};

/** Bytes of a log that are looked at: its last lines, however long a daemon has run. */
const searched = 4 * 1024 * 1024;

function readEnd(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const end = Buffer.alloc(Math.min(size, searched));
    const length = readSync(file, end, 0, end.length, size - end.length);
    const text = end.toString('utf8', 0, length);
    // Where it does not begin at the start of the file, it begins in the middle of a line.
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

function noDaemon(): FairleadError {
  return new FairleadError(problem('no_daemon', 'no daemon runs', 'start it with: fairlead daemon start'));
}
