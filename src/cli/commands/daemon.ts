import { FairleadError } from '../../client/failure.ts';
import { problem } from '../../base/problem.ts';
import type { CommandGroup, CommandSpec } from '../command-spec.ts';
import { daemonLogs } from './daemon-logs.ts';

const start: CommandSpec = {
  name: 'start',
  summary: 'Start the daemon (commands start it on demand)',
  async run({ context, output }) {
    const started = await context.daemon.start();
    const client = await context.connect();
    const status = await client.daemon();
    output.data(
      'daemon',
      status,
      () => `${started ? 'started' : 'already running'}: pid ${status.pid}, port ${status.port}`,
    );
  },
};

const stop: CommandSpec = {
  name: 'stop',
  summary: 'Stop the daemon; its sessions keep running',
  configure: (command) => command.option('--sessions', 'stop all sessions first'),
  async run({ context, output }, _args, options) {
    const client = await context.daemon.find();
    if (!client) throw noDaemon();
    const status = await client.ask('daemon', { type: 'shutdown', sessions: options['sessions'] === true });
    output.data('daemon', status, () => 'stopped');
    if (options['sessions'] !== true)
      output.note('sessions keep running; the next daemon supervises them again');
  },
};

const status: CommandSpec = {
  name: 'status',
  summary: 'Show whether the daemon runs, and where',
  async run({ context, output }) {
    const client = await context.daemon.find();
    if (!client) throw noDaemon();
    const found = await client.daemon();
    output.data(
      'daemon',
      found,
      () =>
        `running: pid ${found.pid}, version ${found.version}, http://127.0.0.1:${found.port}, since ${found.started_at}`,
    );
  },
};

const install: CommandSpec = {
  name: 'install',
  summary: 'Start the daemon at login',
  async run({ context, output }) {
    const installed = await context.daemon.install();
    output.data('daemon', installed, () => `wrote ${installed.path}\n${installed.next}`);
  },
};

const run: CommandSpec = {
  name: 'run',
  summary: 'Run the daemon in the foreground',
  run: ({ context }) => context.daemon.run(),
};

export const daemon: CommandGroup = {
  name: 'daemon',
  summary: 'Start, stop and inspect the daemon',
  subcommands: [start, stop, status, daemonLogs(noDaemon), install, run],
};

function noDaemon(): FairleadError {
  return new FairleadError(problem('no_daemon', 'the daemon is not running', 'fairlead daemon start'));
}
