import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoPlace } from '../cli/context.ts';
import { makeScratchRepository } from './scratch-repository.ts';
import { demoTasks } from './tasks.ts';

export interface DemoParts {
  /** The environment that agents inherit. */
  env: Readonly<Record<string, string>>;
  /** Starts a daemon with an environment that names its directories. */
  start: (env: Readonly<Record<string, string>>) => Promise<Pick<DemoPlace, 'client' | 'state'>>;
}

/**
 * Creates everything for the demo in one temporary directory: a repository, a state directory with a daemon, a
 * configuration. Reads and writes nothing of the user's. Disposing of the place stops the daemon and removes the
 * directory.
 */
export async function openDemo({ env, start }: DemoParts, slots: number): Promise<DemoPlace> {
  const root = mkdtempSync(join(tmpdir(), 'fairlead-demo-'));
  const repo = join(root, 'till');
  const home = join(root, 'home');
  mkdirSync(home);
  const config = join(root, 'config.yaml');
  writeFileSync(config, `default_agent: scripted\nmax_parallel: ${slots}\n`);
  const own = {
    ...env,
    HOME: home,
    FAIRLEAD_HOME: join(root, 'state'),
    FAIRLEAD_CONFIG: config,
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  makeScratchRepository(repo, own);
  const { client, state } = await start(own);
  return {
    client,
    repo,
    state,
    tasks: demoTasks(process.execPath),
    onward: 'The model is back. Continue.',
    async [Symbol.asyncDispose]() {
      await client.ask('daemon', { type: 'shutdown', sessions: true });
      rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
