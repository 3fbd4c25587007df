/** Connects to the daemon: finds it, starts it if none runs, and talks to it over its socket. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statfsSync } from 'node:fs';
import { createClient, type Client } from '../client/client.ts';
import { FairleadError } from '../client/failure.ts';
import type { Transport } from '../client/transport.ts';
import { problem, type Problem } from '../base/problem.ts';
import { unixHttp } from '../host/http/unix-http.ts';
import type { StatePaths } from './paths.ts';
import { commandLineProgram } from './program-files.ts';
import { openState, requireOwnState } from './open-state.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** @param hurry cancels unanswered requests when it aborts */
export function clientOf(paths: StatePaths, by: string, hurry?: AbortSignal): Client {
  return createClient(socketTransport(paths.socket, hurry), by);
}

/** @returns undefined if no daemon answers */
export async function findDaemon(paths: StatePaths, by: string): Promise<Client | undefined> {
  requireOwnState(paths);
  const client = clientOf(paths, by);
  try {
    await client.daemon();
    return client;
  } catch (error) {
    if (error instanceof FairleadError && error.code === 'no_daemon') return undefined;
    throw error;
  }
}

/**
 * Starts a daemon that outlives this process and its terminal, and returns when it is ready. If another process starts
 * one at the same time, that daemon is used.
 */
export async function startDaemon(paths: StatePaths, env: Environment): Promise<void> {
  openState(paths);
  const log = `${paths.log}.start`;
  const output = openSync(log, 'w', 0o600);
  // The library may run under a Node that is too old for the daemon. The command-line program finds a suitable one.
  const child = spawn(process.execPath, [commandLineProgram(), 'daemon', 'run', '--json'], {
    cwd: paths.state,
    // A daemon that is started from a session does not belong to that session.
    env: { ...env, FAIRLEAD_SESSION: undefined, FAIRLEAD_LAUNCH: undefined },
    detached: true,
    stdio: ['ignore', 'pipe', output],
  });
  closeSync(output);
  const said = await firstWords(child);
  child.unref();
  if (said === '' && !(await findDaemon(paths, 'start')))
    throw new FairleadError(whyNot(readFileSync(log, 'utf8').trim(), paths.state));
}

/** Reports problems of the machine unchanged, and every other error as a daemon that did not start. */
function whyNot(said: string, state: string): Problem {
  // On a full disk the daemon cannot write its reason.
  if (said === '' && statfsSync(state).bavail === 0)
    return problem(
      'environment',
      `disk full: ${state} has no space for a daemon's state`,
      'try: free some space, then repeat the command',
    );
  const found = problemIn(said.split('\n').at(-1) ?? '');
  if (found?.code === 'environment') return found;
  return problem(
    'no_daemon',
    `the daemon did not start: ${found?.message ?? said}`,
    found?.next ?? 'fairlead daemon run (in the foreground)',
  );
}

/** Parses the last line of a daemon with `--json` that gave up. Other text comes from Node itself. */
function problemIn(line: string): Problem | undefined {
  try {
    const { type, data } = JSON.parse(line) as { type?: string; data?: Problem };
    return type === 'error' ? data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Returns the daemon's first line, which reports that it is ready; empty if it exits before. */
function firstWords(child: ChildProcess): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.stdout?.once('data', (chunk: Buffer) => {
      child.stdout?.destroy();
      resolve(chunk.toString());
    });
    child.stdout?.once('close', () => resolve(''));
  });
}

function socketTransport(path: string, hurry?: AbortSignal): Transport {
  const http = unixHttp(path, hurry);
  return {
    async request(method, route, body) {
      try {
        return await http.request(method, route, body);
      } catch (error) {
        throw explain(error);
      }
    },
    async *stream(route, signal) {
      try {
        yield* http.stream(route, signal);
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

/** Converts connection errors: no daemon listens, it has just exited, or the path is too long for a socket. */
function explain(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EINVAL'].includes(code)
    ? new FairleadError(problem('no_daemon', 'no daemon answers', 'fairlead daemon start'), error)
    : error;
}
