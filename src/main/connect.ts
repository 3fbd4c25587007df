/** The way to the daemon: find it, start it where none runs, and speak to it over its socket. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createClient, type Client } from '../client/client.ts';
import { FairleadError } from '../client/failure.ts';
import type { Transport } from '../client/transport.ts';
import { problem } from '../contract/error.ts';
import { unixHttp } from '../host/http/unix-http.ts';
import type { StatePaths } from './paths.ts';
import { commandLineProgram } from './program-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** @param hurry breaks off what is asked and not answered yet when it aborts */
export function clientOf(paths: StatePaths, by: string, hurry?: AbortSignal): Client {
  return createClient(socketTransport(paths.socket, hurry), by);
}

/** @returns undefined where no daemon answers */
export async function findDaemon(paths: StatePaths, by: string): Promise<Client | undefined> {
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
 * Starts a daemon that outlives this process and its terminal; returns when it is ready. Where another one is being
 * started at the same time, that one serves.
 */
export async function startDaemon(paths: StatePaths, env: Environment): Promise<void> {
  mkdirSync(paths.state, { recursive: true, mode: 0o700 });
  const log = `${paths.log}.start`;
  const output = openSync(log, 'w', 0o600);
  // The library may be used under a Node that is too old for the daemon: what people start finds another.
  const child = spawn(process.execPath, [commandLineProgram(), 'daemon', 'run'], {
    cwd: paths.state,
    // A daemon that was started from within a session is no part of it.
    env: { ...env, FAIRLEAD_SESSION: undefined, FAIRLEAD_LAUNCH: undefined },
    detached: true,
    stdio: ['ignore', 'pipe', output],
  });
  closeSync(output);
  const said = await firstWords(child);
  child.unref();
  if (said === '' && !(await findDaemon(paths, 'start')))
    throw new FairleadError(
      problem(
        'no_daemon',
        `the daemon did not start: ${readFileSync(log, 'utf8').trim()}`,
        'try in the foreground: fairlead daemon run',
      ),
    );
}

/** What the daemon says first, which is that it is ready; nothing where it ends before. */
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

/** Nobody listens, or whoever listened has just gone, or nobody can listen: the path is too long for a socket. */
function explain(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EINVAL'].includes(code)
    ? new FairleadError(
        problem('no_daemon', 'no daemon answers', 'start it with: fairlead daemon start'),
        error,
      )
    : error;
}
