/** The disk with the state is full: what is asked for is refused with its reason, nothing is lost, and later it goes on. */
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, watch, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, untilEnded, untilSession, type World, startTasks } from '../support/world.ts';

const mayMount = canMount();
if (!mayMount)
  process.stderr.write(
    '\nNOT PROVEN ON THIS MACHINE: a full disk: tmpfs cannot be mounted here. Its tests are skipped.\n',
  );

let world: World;

const script = (...steps: object[]) => `<script>${JSON.stringify(steps)}</script>`;

/** Tasks that need more room than the store's files have, which it uses again. */
const tooMuch = Array.from({ length: 8 }, () => 'x'.repeat(120_000));

describe.skipIf(!mayMount)('a full disk', () => {
  beforeEach(async () => {
    world = await createWorld({
      config: { default_agent: 'scripted', limits: { min_free_disk: '1MB', min_free_memory: '1MB' } },
    });
    mkdirSync(world.state, { mode: 0o700 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=0700', 'tmpfs', world.state]);
  });

  afterEach(async () => {
    const { state } = world;
    // The world's processes have files open there: they end first, then the directory can be let go.
    execFileSync('umount', ['-l', state]);
    await world[Symbol.asyncDispose]();
  });

  it('refuses `start` with what is full and how much it takes, and goes on without a restart', async () => {
    const pid = await world.startDaemon();
    const [before] = await start(script({ do: 'say', text: 'before' }));
    await untilEnded(world, [before ?? '']);
    fill();
    const refused = await world.cli('start', ...tooMuch);
    expect(refused.status, refused.stderr).toBe(78);
    expect(refused.stderr).toMatch(/disk full: \S*state has .* free, fairlead needs 1\.0 MB/);
    expect((await world.cli('ls')).status).toBe(0);
    expect((await world.client.sessions()).map(({ id }) => id)).toEqual([before]);
    makeRoom();
    const [after] = await start(script({ do: 'say', text: 'after' }));
    const [ended] = await untilEnded(world, [after ?? '']);
    expect(ended).toMatchObject({ status: 'completed' });
    await expect(world.client.daemon()).resolves.toMatchObject({ pid });
  });

  it.each([
    ['says nothing meanwhile, and completes', false],
    ['cannot write its words, and can be continued', true],
  ])('does not end the daemon under a session that %s', async (_how, speaks) => {
    const pid = await world.startDaemon();
    const go = join(world.root, 'go');
    const words = Array.from({ length: 40 }, () => ({ do: 'say', text: 'y'.repeat(4_000) }));
    const [id = ''] = await start(script({ do: 'wait', for: go }, ...words));
    await untilSession(world, id, ({ phase }) => phase === 'working');
    fill();
    if (speaks) writeFileSync(go, '');
    const refused = await world.cli('start', ...tooMuch);
    expect(refused.status).toBe(78);
    makeRoom();
    writeFileSync(go, '');
    const [ended] = await untilEnded(world, [id]);
    // An agent writes its words to the same disk: whether it lives through that is its own affair.
    if (!speaks) expect(ended).toMatchObject({ status: 'completed' });
    await world.client.command({ type: 'continue', session: id, text: script({ do: 'say', text: 'again' }) });
    expect(await untilEnded(world, [id])).toMatchObject([{ status: 'completed', epoch: 2 }]);
    await expect(world.client.daemon()).resolves.toMatchObject({ pid });
  });

  it('does not make a session fail whose workspace was made meanwhile', async () => {
    const [go, done] = [join(world.root, 'go'), join(world.root, 'done')];
    const setup = `mkfifo '${go}'; cat '${go}'; touch '${done}'`;
    writeFileSync(
      join(world.root, 'config.yaml'),
      `default_agent: scripted\nlimits: { min_free_disk: 1MB, min_free_memory: 1MB }\nworkspace: { setup: "${setup}" }\n`,
    );
    const pid = await world.startDaemon();
    const [id] = await start(script({ do: 'say', text: 'hello' }));
    await untilThere(world.root, 'go');
    fill();
    writeFileSync(go, '');
    await untilThere(world.root, 'done');
    expect((await world.cli('start', ...tooMuch)).status).toBe(78);
    makeRoom();
    expect(await untilEnded(world, [id ?? ''])).toMatchObject([{ status: 'completed' }]);
    await expect(world.client.daemon()).resolves.toMatchObject({ pid });
  });

  it('keeps a daemon from starting, with its reason', async () => {
    fill();
    const refused = await world.cli('ls');
    expect(refused.status, refused.stderr).toBe(78);
    expect(refused.stderr).toMatch(/disk full/);
    makeRoom();
    expect((await world.cli('ls')).status).toBe(0);
  });
});

async function start(...tasks: string[]): Promise<string[]> {
  return (await startTasks(world, ...tasks)).map(({ id }) => id);
}

/** Waits until there is a file of this name. */
async function untilThere(directory: string, name: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watcher = watch(directory, () => {
    if (existsSync(join(directory, name))) resolve();
  });
  if (existsSync(join(directory, name))) resolve();
  await promise;
  watcher.close();
}

/** Takes all that is free, to the last block, while others write there too: until the system refuses one more. */
function fill(): void {
  const block = Buffer.alloc(4096);
  const ballast = openSync(join(world.state, 'ballast'), 'w');
  try {
    for (;;) writeSync(ballast, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(ballast);
  }
}

function makeRoom(): void {
  rmSync(join(world.state, 'ballast'));
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const place = join('/tmp', `fairlead-mount-${process.pid}`);
  mkdirSync(place);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place], { stdio: 'ignore' });
    execFileSync('umount', [place], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
