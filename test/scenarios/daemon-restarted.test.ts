/** What a daemon that starts finds from before, and puts in order. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { becomes } from '../support/becomes.ts';
import { createWorld, untilEnded, type World } from '../support/world.ts';

async function ended(world: World): Promise<string> {
  const task = `<script>${JSON.stringify([
    { do: 'write', path: 'a.txt', content: 'a\n' },
    { do: 'say', text: 'a' },
  ])}</script>`;
  const [session] = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    tasks: [{ task }],
  });
  await untilEnded(world, [session?.id ?? '']);
  return session?.id ?? '';
}

const gitWorks = (world: World) => {
  try {
    execFileSync('git', ['worktree', 'list'], { cwd: world.repo, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

describe('a daemon that starts', () => {
  it('mends a worktree that keeps git from working, and leaves the one of somebody else', async () => {
    await using world = await createWorld({ config: { default_agent: 'scripted' } });
    await world.startDaemon();
    const id = await ended(world);
    await world.killDaemon();
    const entry = join(world.repo, '.git/worktrees', id, 'commondir');
    writeFileSync(entry, '');
    const foreign = join(world.repo, '.git/worktrees/foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'locked'), 'somebody is at work');
    expect(gitWorks(world)).toBe(false);
    await world.startDaemon();
    await becomes(() => gitWorks(world));
    expect(readFileSync(join(foreign, 'locked'), 'utf8')).toBe('somebody is at work');
    const { workspace } = await world.client.session(id);
    expect(existsSync(join(workspace?.path ?? '', 'a.txt'))).toBe(true);
    expect((await world.client.diff(id)).files).toMatchObject([{ path: 'a.txt' }]);
  });

  it('makes the list of sessions anew where the database is damaged, and can go on with each', async () => {
    await using world = await createWorld({ config: { default_agent: 'scripted' } });
    await world.startDaemon();
    const id = await ended(world);
    await world.killDaemon();
    writeFileSync(join(world.state, 'fairlead.db'), 'this is no database, and was one once');
    for (const suffix of ['-wal', '-shm']) rmSync(join(world.state, `fairlead.db${suffix}`), { force: true });
    await world.startDaemon();
    const [lost] = await untilEnded(world, [id]);
    expect(lost).toMatchObject({ status: 'failed', reason: 'its history was lost with a damaged database' });
    expect((await world.client.diff(id)).files).toMatchObject([{ path: 'a.txt' }]);
    const text = `<script>${JSON.stringify([{ do: 'say', text: 'back' }])}</script>`;
    expect((await world.cli('continue', id, text)).status).toBe(0);
    const [again] = await untilEnded(world, [id]);
    expect(again).toMatchObject({ status: 'completed', epoch: 2 });
  });

  it('throws away what a killed one had only for a moment, and leaves nothing of its own', async () => {
    await using world = await createWorld({ config: { default_agent: 'scripted' } });
    await world.startDaemon();
    await world.killDaemon();
    const scratch = join(world.state, 'scratch');
    mkdirSync(join(scratch, 'snapshot-left/objects'), { recursive: true });
    writeFileSync(join(scratch, 'snapshot-left/index'), 'half of one');
    await world.startDaemon();
    expect(readdirSync(scratch)).toEqual([]);
    expect((await world.client.diff(await ended(world))).files).toMatchObject([{ path: 'a.txt' }]);
    await becomes(() => readdirSync(scratch).length === 0);
  });

  it('keeps its port, also after a crash, and takes another one only from a program that has it', async () => {
    await using world = await createWorld();
    const portOf = async () => (await world.client.daemon()).port;
    await world.startDaemon();
    const port = await portOf();
    await world.killDaemon();
    await world.startDaemon();
    expect(await portOf()).toBe(port);
    await world.killDaemon();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await world.startDaemon();
    expect(await portOf()).not.toBe(port);
    other.close();
    await world.killDaemon();
    writeFileSync(join(world.state, 'port'), 'torn');
    await world.startDaemon();
    expect(await portOf()).toBeGreaterThan(0);
  });
});
