/** Builds the context of commands. Parts that few commands need are loaded on demand. */
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Context, Stream } from '../cli/context.ts';
import type { Client } from '../client/client.ts';
import { FairleadError } from '../client/failure.ts';
import type { LayeredConfiguration } from '../configuration/configuration.ts';
import { clientOf, findDaemon, startDaemon } from './connect.ts';
import { agentEnvironment } from '../agents/agent-environment.ts';
import { pathsFor, type StatePaths } from './paths.ts';
import { version } from './version.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export function createContext(own: NodeJS.Process): Context {
  const { env, stdout, stderr } = own;
  let found: StatePaths | undefined;
  // Computed on demand: invalid paths are an error only for commands that need them, so `--help` always works.
  const paths = () => (found ??= pathsFor(env));
  const interrupted = new AbortController();
  /** The first signal ends gracefully, the second one immediately. */
  const onSignal = (signal: NodeJS.Signals) => {
    if (interrupted.signal.aborted) process.exit(128 + constants.signals[signal]);
    interrupted.abort(new Error(`ended by ${signal}`));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // The terminal was closed or the user logged out. A daemon in the foreground shuts down gracefully; its sessions keep
  // running.
  process.on('SIGHUP', onSignal);
  // A reader that closes the pipe early, such as `head`, is not an error.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });

  return {
    env,
    cwd: process.cwd(),
    stdout: streamOf(stdout),
    stderr: streamOf(stderr),
    interrupted: interrupted.signal,
    version,
    async connect() {
      if (!(await findDaemon(paths(), who(env)))) await startDaemon(paths(), env);
      return clientOf(paths(), who(env), interrupted.signal);
    },
    daemon: daemonControl(own, paths, interrupted.signal),
    async rawJournal(id, follow) {
      const { copyJournal } = await import('../host/process/copy-journal.ts');
      await copyJournal(join(paths().sessions, id), follow, stdout, interrupted.signal);
    },
    async configuration(repo) {
      const { repositoryTop } = await import('../host/git/repository/repository-top.ts');
      const configuration = await configurationOf(paths(), env);
      const report = configuration.explain(await repositoryTop(env, repo));
      if (!report.ok) throw new FairleadError(report.error);
      return report.value;
    },
    async doctor(repo) {
      const { examine } = await import('../doctor/examine.ts');
      const { adapters } = await import('./adapters.ts');
      return examine({
        adapters,
        configuration: await configurationOf(paths(), env),
        env,
        agentEnv: agentEnvironment(env),
        repo,
        paths: paths(),
        version,
        findDaemon: async () => (await findDaemon(paths(), 'doctor'))?.daemon(),
      });
    },
    hooks: hooksControl(own),
    demo: {
      async open(slots) {
        const { openDemo } = await import('../demo/open-demo.ts');
        return openDemo({ env: agentEnvironment(env), start: startDemoDaemon }, slots);
      },
    },
  };
}

/** Returns the configuration for a command. The command's environment is the layer with the highest precedence. */
async function configurationOf(paths: StatePaths, env: Environment): Promise<LayeredConfiguration> {
  const { createConfiguration } = await import('../configuration/configuration.ts');
  const { environmentSettings } = await import('../configuration/environment-settings.ts');
  const { scriptedCommand } = await import('./program-files.ts');
  return createConfiguration({
    userFile: paths.userConfiguration,
    trustFile: paths.trusted,
    environment: environmentSettings(env),
    scripted: scriptedCommand(),
    claude: paths.claude,
  });
}

async function startDemoDaemon(env: Environment): Promise<{ client: Client; state: string }> {
  const paths = pathsFor(env);
  await startDaemon(paths, env);
  return { client: clientOf(paths, 'demo'), state: paths.state };
}

function daemonControl(
  { env, stdout }: NodeJS.Process,
  paths: () => StatePaths,
  ending: AbortSignal,
): Context['daemon'] {
  return {
    find: () => findDaemon(paths(), who(env)),
    async start() {
      if (await findDaemon(paths(), who(env))) return false;
      await startDaemon(paths(), env);
      return true;
    },
    async run() {
      const { runDaemon } = await import('./daemon.ts');
      const end = await runDaemon(paths(), env, ending, () => stdout.write('ready\n'));
      if (end === 'already_running')
        throw new FairleadError({
          code: 'busy',
          message: 'a daemon is already running for this state directory',
          next: 'see it with: fairlead daemon status',
        });
    },
    get logFile() {
      return paths().log;
    },
    async install() {
      const { installService } = await import('./install-service.ts');
      return installService(env);
    },
  };
}

function hooksControl({ env, stdin }: NodeJS.Process): Context['hooks'] {
  return {
    async settle(action, place) {
      const { settleHooks } = await import('../hooks/settle-hooks.ts');
      const { commandLineProgram } = await import('./program-files.ts');
      return settleHooks(action, place, {
        env,
        program: commandLineProgram(),
        userDirectory: () => pathsFor(env).claude.user,
      });
    },
    async call() {
      const { readCall } = await import('../hooks/read-call.ts');
      return readCall(stdin, env);
    },
    async answer(verdict) {
      const { hookAnswer } = await import('../agents/claude/hooks/hook-call.ts');
      return hookAnswer(verdict);
    },
  };
}

function streamOf(stream: NodeJS.WriteStream): Stream {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.columns ?? 100;
    },
  };
}

/** Returns the name that is recorded for commands from this terminal. */
function who(env: Readonly<Record<string, string | undefined>>): string {
  const name = (env['USER'] ?? env['LOGNAME'] ?? '').replaceAll(/[^\w.-]/g, '').slice(0, 40);
  return name ? `${name} (cli)` : 'cli';
}
