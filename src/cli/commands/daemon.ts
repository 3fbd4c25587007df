import { readFileSync, statSync } from 'node:fs';
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
    const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-Number(options['lines']));
    for (const line of lines) output.data('log', JSON.parse(line), () => line);
  },
  async install({ context, output }) {
    const installed = await context.daemon.install();
    output.data('daemon', installed, () => `wrote ${installed.path}\n${installed.next}`);
  },
  run: ({ context }) => context.daemon.run(),
};

function noDaemon(): FairleadError {
  return new FairleadError(problem('no_daemon', 'no daemon runs', 'start it with: fairlead daemon start'));
}
