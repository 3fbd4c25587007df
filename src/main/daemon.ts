/** The daemon: creates all parts, starts the servers, and releases everything at the end. */
import { mkdirSync } from 'node:fs';
import { openApi } from '../api/server.ts';
import { once } from '../base/once.ts';
import { FairleadError } from '../client/failure.ts';
import { problem } from '../base/problem.ts';
import { createGit } from '../host/git/command/git.ts';
import { removeTree } from '../host/git/files/remove-tree.ts';
import { pathFinder } from '../host/system/machine.ts';
import { maximumOpenFiles } from '../host/system/open-files.ts';
import { processTable } from '../host/process/platform-process-table.ts';
import { trySandbox } from '../host/process/sandbox/try-sandbox.ts';
import { startRuntime } from '../runtime/runtime.ts';
import { takeInstanceLock } from '../store/instance-lock.ts';
import { openStore } from '../store/store.ts';
import { adapters } from './adapters.ts';
import { createSystemClock } from '../host/system/system-clock.ts';
import { createAskerFinder } from './asker-finder.ts';
import { createConfiguration } from '../configuration/configuration.ts';
import { removeManifest, writeManifest } from './daemon-manifest.ts';
import { agentEnvironment } from '../agents/agent-environment.ts';
import { endOnUncaughtError } from './end-on-uncaught-error.ts';
import { newIds } from './new-ids.ts';
import { openLog } from './log.ts';
import type { StatePaths } from './paths.ts';
import { entry, scriptedCommand } from './program-files.ts';
import { openState } from './open-state.ts';
import { readRememberedPort, rememberPort } from '../host/system/remembered-port.ts';
import { readOrMakeToken } from '../host/system/token.ts';
import { createTroubleExplainer } from '../api/trouble.ts';
import type { Deps, Log } from '../runtime/deps.ts';
import { version } from './version.ts';

export type DaemonEnd = 'ended' | 'already_running';

/**
 * Runs until it is asked to shut down.
 *
 * @param onReady called when the servers accept connections
 * @throws an error with a message for users if it cannot start
 */
export async function runDaemon(
  paths: StatePaths,
  env: Readonly<Record<string, string | undefined>>,
  ending: AbortSignal,
  onReady: () => void,
): Promise<DaemonEnd> {
  const openFiles = openFileLimit();
  openState(paths);
  using lock = takeInstanceLock(paths.lock);
  if (!lock) return 'already_running';
  // A daemon that was killed could not remove its temporary files.
  await removeTree(paths.scratch);
  mkdirSync(paths.scratch, { mode: 0o700 });

  const log = openLog(paths.log, env['FAIRLEAD_LOG_LEVEL'] ?? 'info');
  using _handler = endOnUncaughtError(paths.manifest, log);
  const configuration = configurationOf(paths, log);
  const settings = await configuration.read('/');
  if (!settings.ok) throw new FairleadError(settings.error);

  await using store = await openStore(paths.database, entry('store-worker'));
  if (store.setAside) log.error('the database was damaged and has been put aside', { path: store.setAside });
  const stop = Promise.withResolvers<void>();
  const started_at = new Date().toISOString();
  let stopping = false;
  const lifecycle = {
    announceEnd() {
      stopping = true;
      return describe();
    },
    end: () => stop.resolve(),
  };
  await using runtime = await startRuntime(depsOf({ paths, env, log, store, configuration }), lifecycle);

  ending.addEventListener('abort', () => stop.resolve(), { once: true });
  if (ending.aborted) stop.resolve();
  await using api = await openApi({
    socket: paths.socket,
    port: Number(env['FAIRLEAD_PORT'] ?? settings.value.port),
    usualPort: readRememberedPort(paths.port),
    token: readOrMakeToken(paths.token),
    version,
    maximumConnections: connectionsOf(openFiles),
    onBug: createTroubleExplainer(paths.state, settings.value.limits.min_free_disk, log),
    daemon: {
      runtime,
      describe,
      findAsker: createAskerFinder(runtime.questions),
    },
  });
  function describe() {
    return { pid: process.pid, version, started_at, port: api.port, socket: paths.socket, stopping };
  }

  const { pid, port, socket } = describe();
  rememberPort(paths.port, port);
  writeManifest(paths.manifest, { pid, port, socket, version, started_at });
  log.info('ready', { version, port });
  onReady();
  await stop.promise;
  runtime.cancelWaiting();
  removeManifest(paths.manifest);
  log.info('ends; sessions keep running');
  return 'ended';
}

function configurationOf(paths: StatePaths, log: Log) {
  return createConfiguration({
    userFile: paths.userConfiguration,
    trustFile: paths.trusted,
    environment: {},
    scripted: scriptedCommand(),
    claude: paths.claude,
    warn: (file) => log.warn('not all rules of a file can be read', { ...file }),
  });
}

interface Parts extends Pick<Deps, 'store' | 'configuration' | 'log'> {
  paths: StatePaths;
  env: Readonly<Record<string, string | undefined>>;
}

function depsOf({ paths, env, log, store, configuration }: Parts): Parameters<typeof startRuntime>[0] {
  const inherited = agentEnvironment(env);
  const { sessions, worktrees, trees, tampered } = paths;
  return {
    store,
    clock: createSystemClock(),
    table: processTable,
    paths: { sessions, worktrees, trees, tampered },
    adapters,
    configuration,
    git: createGit({ environment: env, scratch: paths.scratch }),
    machine: { ...pathFinder(paths.home), own: [paths.state, paths.userConfiguration] },
    newIds,
    // Loaded on demand, because few configurations have a reviewer.
    askModel: async (...asked) => (await import('../models/ask-anthropic.ts')).askAnthropic(...asked),
    env: inherited,
    sandbox: once(() => trySandbox(inherited, paths.scratch)),
    log,
  };
}

function openFileLimit(): number {
  const limit = maximumOpenFiles();
  if (limit >= fewestFiles) return limit;
  throw new FairleadError(
    problem('environment', `too few files may be open (ulimit -n): ${limit}`, 'try: ulimit -n 1024'),
  );
}

/** Open files below which not even one session can run: measured, the first session needs 48. */
const fewestFiles = 64;

/**
 * Returns the maximum connections of each of the two servers: a quarter of the file limit, so that half remains for
 * sessions and the database.
 */
function connectionsOf(files: number): number {
  return Math.min(1_024, Math.max(8, Math.floor(files / 4)));
}
