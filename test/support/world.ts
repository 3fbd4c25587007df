/** A machine of its own for a scenario: state, home, configuration, repository, and the real programs on top of them. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { createClient, type Client } from '../../src/client/client.ts';
import type { Transport } from '../../src/client/transport.ts';
import { webTransport } from '../../src/client/web-transport.ts';
import type { SessionView } from '../../src/contract/session.ts';
import type { SettingsFile } from '../../src/contract/settings.ts';
import { unixHttp } from '../../src/host/http/unix-http.ts';
import { processTable } from '../../src/host/process/platform-process-table.ts';
import { stopTree } from '../../src/host/process/stop-tree.ts';
import { compileCache } from './compile-cache.ts';
import { programOfScenarios } from './program-of-scenarios.ts';

const run = promisify(execFile);

export interface World extends AsyncDisposable {
  root: string;
  home: string;
  state: string;
  repo: string;
  env: Record<string, string>;
  client: Client;
  /** Starts the daemon and waits until it is ready; Node may get arguments of its own. @returns its process number */
  startDaemon(...nodeArguments: string[]): Promise<number>;
  /** SIGKILL, and waits until it is gone. */
  killDaemon(): Promise<void>;
  /** Waits until the daemon that was started last is gone. */
  untilDaemonGone(): Promise<void>;
  /** Runs the command line. Never rejects: the status tells. */
  cli(...args: string[]): Promise<CliResult>;
  /** Runs git in the repository. */
  git(...args: string[]): Promise<string>;
  /** Runs a line of sh in a directory, as the user. */
  sh(directory: string, line: string): Promise<string>;
}

export interface CliResult {
  status: number;
  stdout: string;
  stderr: string;
  /** The data of the one answer in standard output. */
  data<T>(): T;
}

export interface WorldOptions {
  config?: SettingsFile;
  env?: Record<string, string>;
  /** Files of the first commit. */
  files?: Record<string, string>;
  /** Runs everything without root's rights, to which no directory is closed. */
  unprivileged?: boolean;
}

let count = 0;

/** The user of whom the kernel and NFS think as of nobody. */
const nobody = 65_534;

export async function createWorld({
  config = {},
  env = {},
  files = { 'README.md': 'hello\n' },
  unprivileged = false,
}: WorldOptions = {}): Promise<World> {
  const root = mkdtempSync(join(tmpdir(), 'fairlead-world-'));
  const [home, state, repo] = ['home', 'state', 'repo'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const directory of [home, repo]) mkdirSync(directory);
  const user = unprivileged && process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  if (user.uid !== undefined) for (const path of [root, home, repo]) chownSync(path, user.uid, user.gid);
  // Scripted agents wait for files and leave marks beside their repository, also where they are in the sandbox.
  writeFileSync(join(root, 'config.yaml'), stringify({ sandbox_writable: [root], ...config }));
  count += 1;
  const name = `${process.pid}n${count}`;
  const world: World = {
    root,
    home,
    state,
    repo,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      FAIRLEAD_HOME: state,
      FAIRLEAD_CONFIG: join(root, 'config.yaml'),
      NODE_COMPILE_CACHE: compileCache,
      // What is left of a world is found by this.
      SCENARIO_WORLD: name,
      ...env,
    },
    // Over its socket a daemon cannot tell who calls where the tests run as root, and it does not.
    client: createClient(
      user.uid === undefined ? unixHttp(join(state, 'daemon.sock')) : overLoopback(state),
      'test',
    ),
    startDaemon,
    killDaemon,
    untilDaemonGone,
    cli: (...args) => runCli(world, user, args),
    git: async (...args) =>
      (await run('git', args, { cwd: repo, env: gitEnvironment(home), ...user })).stdout,
    sh: async (directory, line) =>
      (await run('/bin/sh', ['-ec', line], { cwd: directory, env: gitEnvironment(home), ...user })).stdout,
    async [Symbol.asyncDispose]() {
      await stopTree({ table: processTable, marker: `SCENARIO_WORLD=${name}`, polite: false, patience: 0 });
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  let daemon: ChildProcess | undefined;
  await makeRepository(world, files);
  return world;

  async function startDaemon(...nodeArguments: string[]): Promise<number> {
    daemon = await spawnDaemon(world, user, nodeArguments);
    return daemon.pid ?? 0;
  }

  async function killDaemon(): Promise<void> {
    daemon?.kill('SIGKILL');
    await untilDaemonGone();
  }

  async function untilDaemonGone(): Promise<void> {
    const child = daemon;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

interface User {
  uid?: number;
  gid?: number;
}

/** Resolves when the daemon is ready. @throws what it said when it ended instead */
async function spawnDaemon({ root, env }: World, user: User, nodeArguments: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...nodeArguments, programOfScenarios(), 'daemon', 'run'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...user,
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the daemon ended with ${code}: ${complaint}`)));
  });
  return child;
}

async function runCli({ repo, env }: World, user: User, args: string[]): Promise<CliResult> {
  const child = spawn(process.execPath, [programOfScenarios(), ...args], {
    cwd: repo,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const status = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  return { status, stdout, stderr, data: <T>() => (JSON.parse(stdout) as { data: T }).data };
}

/** Reaches whichever daemon runs now. */
function overLoopback(state: string): Transport {
  const reach = () => {
    const { port } = JSON.parse(readFileSync(join(state, 'daemon.json'), 'utf8')) as { port: number };
    return webTransport(`http://127.0.0.1:${port}`, readFileSync(join(state, 'token'), 'utf8').trim());
  };
  return {
    request: (...asked) => reach().request(...asked),
    stream: (...asked) => reach().stream(...asked),
  };
}

async function makeRepository(world: World, files: Record<string, string>): Promise<void> {
  await world.git('init', '-q', '-b', 'main');
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(world.repo, path, '..'), { recursive: true });
    writeFileSync(join(world.repo, path), content);
  }
  await world.git('add', '-A');
  await world.git('commit', '-q', '-m', 'start');
}

function gitEnvironment(home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    GIT_AUTHOR_NAME: 'Maria',
    GIT_AUTHOR_EMAIL: 'maria@example.org',
    GIT_COMMITTER_NAME: 'Maria',
    GIT_COMMITTER_EMAIL: 'maria@example.org',
  };
}

/** Starts one session per task in one command. */
export async function startTasks({ client, repo }: World, ...tasks: string[]): Promise<SessionView[]> {
  return client.ask('sessions', { type: 'start', repo, tasks: tasks.map((task) => ({ task })) });
}

/** Waits until a session fulfils a condition; the daemon may be killed and started again meanwhile. */
export async function untilSession(
  { client }: World,
  id: string,
  condition: (session: SessionView) => boolean,
): Promise<SessionView> {
  const done = new AbortController();
  for await (const { now } of client.live(done.signal)) {
    const session = now.sessions.find((entry) => entry.id === id);
    if (!session || !condition(session)) continue;
    done.abort();
    return session;
  }
  throw new Error(`the daemon ended before session ${id} came so far`);
}

/** Waits until all sessions have ended. */
export async function untilEnded(world: World, ids: readonly string[]): Promise<SessionView[]> {
  return Promise.all(ids.map((id) => untilSession(world, id, ({ phase }) => phase === 'ended')));
}

export function readJournal({ state }: World, id: string, name: 'in.jsonl' | 'out.jsonl'): string {
  return readFileSync(join(state, 'sessions', id, name), 'utf8');
}
