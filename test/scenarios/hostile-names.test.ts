/** Names that want to be options, paths, commands or something else on the screen: for sessions, tasks, branches, repositories. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandOf } from '../../src/contract/command.ts';
import type { SessionView } from '../../src/contract/session.ts';
import { checkInvariants } from '../support/invariants.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

/** What a shell would run makes this file, wherever it is run. */
const pwned = 'pwned';

const hostile = {
  option: '-rf',
  parent: '..',
  path: '../../../../tmp/x',
  command: `$(touch ${pwned})`,
  backticks: `\`touch ${pwned}\``,
  separator: `;touch ${pwned};`,
  quotes: `'"; touch ${pwned} #`,
  lines: `one\ntouch ${pwned}`,
  long: 'x'.repeat(300),
  direction: 'gpj.\u202Eexe',
  escape: '\u001B]0;title\u0007\u001B[2J\u009B31m',
  blank: '\u3000\u00A0',
  nothing: '\u200B\u2066',
};

/** What a session may not be called: it would not be shown as it is, not in one line, or not at all. */
const unfit = new Set(['lines', 'long', 'direction', 'escape', 'blank', 'nothing']);

/** Those that a terminal would obey, or show as something else. */
const unshowable = new Set([hostile.lines, hostile.direction, hostile.escape]);

/** Control characters but tab and newline; marks that change direction, width, or nothing that can be seen; tags. */
const unprintable =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- these are what must not be there
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/u;

const say = `<script>${JSON.stringify([{ do: 'say', text: 'here' }])}</script>`;

let world: World;

beforeAll(async () => {
  world = await createWorld({ config: { default_agent: 'scripted', max_parallel: 3 } });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

/** Runs the command line and holds what it says against the promise. */
async function cli(...args: string[]) {
  const result = await world.cli(...args);
  expect(result.stdout, args.join(' ')).not.toMatch(unprintable);
  expect(result.stderr, args.join(' ')).not.toMatch(unprintable);
  return result;
}

async function started(task: string, how: Partial<CommandOf<'start'>> = {}): Promise<SessionView> {
  const [session] = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    tasks: [{ task }],
    ...how,
  });
  if (!session) throw new Error('no session');
  return session;
}

/** Ended as it should, and nowhere but where sessions are. */
async function completes(sessions: readonly SessionView[]): Promise<void> {
  for (const { id, workspace, status, reason } of await untilEnded(
    world,
    sessions.map((session) => session.id),
  )) {
    expect({ status, reason }).toEqual({ status: 'completed', reason: null });
    const inside = relative(join(world.state, 'worktrees'), workspace?.path ?? '');
    expect(inside).toMatch(new RegExp(`^[a-z0-9-]+-[0-9a-f]{8}/${id}$`));
    expect(workspace?.branch).toMatch(new RegExp(`^fairlead/[a-z0-9]+(-[a-z0-9]+)*-${id}$`));
    expect(readdirSync(join(world.state, 'sessions', id))).toContain('out.jsonl');
  }
}

describe('a hostile name', () => {
  it.each(Object.entries(hostile))('of a session: %s', async (kind, name) => {
    if (unfit.has(kind)) {
      const refused = await cli('start', say, `--name=${name}`);
      expect(refused).toMatchObject({ status: 2, stdout: '' });
      expect(refused.stderr.trimEnd().split('\n')).toHaveLength(2);
      return;
    }
    const accepted = await cli('start', say, `--name=${name}`, '--json');
    expect(accepted.status, accepted.stderr).toBe(0);
    expect(accepted.data<SessionView[]>()).toMatchObject([{ name }]);
    await completes(accepted.data<SessionView[]>());
  });

  it('of a task', async () => {
    const sessions = await Promise.all(Object.values(hostile).map((name) => started(`${name}\n${say}`)));
    for (const { name } of sessions) {
      expect(name).not.toMatch(unprintable);
      expect(name.length).toBeLessThanOrEqual(61);
    }
    await completes(sessions);
    for (const { id, task } of sessions)
      if ([...unshowable].some((name) => task.startsWith(name))) {
        await cli('show', id);
        await cli('logs', id);
        await cli('logs', id, '--json');
      }
    await cli('ls', '--all');
    await cli('ls', '--json');
    await cli('events');
    await cli('gc', '--dry-run');
  });

  it('with NUL, which no command line can hold, is refused by the door itself', async () => {
    for (const task of [{ task: 'a\0b' }, { task: say, name: 'a\0b' }])
      await expect(
        world.client.command({ type: 'start', repo: world.repo, tasks: [task] }),
      ).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      world.client.command({ type: 'start', repo: `${world.repo}\0`, tasks: [{ task: say }] }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  it('of a branch to begin from, where git takes it', async () => {
    const branches = ['-rf', `$(touch\${IFS}${pwned})`, `\`touch\${IFS}${pwned}\``, `;touch\${IFS}${pwned};`];
    for (const branch of branches) await world.git('update-ref', `refs/heads/${branch}`, 'HEAD');
    const sessions = await Promise.all(branches.slice(1).map((base) => started(say, { base })));
    await completes(sessions);
  });

  it.each([...Object.values(hostile), '--upload-pack=x', 'HEAD..HEAD', '@{-1}', ':/start', 'main:README.md'])(
    'of a branch to begin from that there is not: %j',
    async (base) => {
      await expect(started(say, { base })).rejects.toMatchObject({ code: 'invalid' });
      if (!unshowable.has(base)) return;
      const refused = await cli('start', say, `--base=${base}`);
      expect(refused).toMatchObject({ status: 2, stdout: '' });
      expect(refused.stderr.trimEnd().split('\n')).toHaveLength(2);
    },
  );

  it('of a branch to merge into', async () => {
    const session = await started(say);
    await completes([session]);
    for (const into of Object.values(hostile))
      await expect(
        world.client.command({ type: 'merge', target: session.id, into }),
        JSON.stringify(into),
      ).rejects.toHaveProperty('code');
    expect((await cli('merge', session.id, `--into=${hostile.escape}`)).stdout).toBe('');
  });

  it('of a repository, and of files in it', async () => {
    const names = Object.values(hostile).map((name) =>
      name
        .replaceAll('/', '_')
        .slice(0, 200)
        .replace(/^\.\.$/, '..x'),
    );
    const sessions = await Promise.all(
      names.map(async (name) => {
        const repo = join(world.root, 'repos', name);
        mkdirSync(repo, { recursive: true });
        await world.git('init', '-q', '-b', 'main', repo);
        writeFileSync(join(repo, name), 'old\n');
        await world.git('-C', repo, 'add', '-A');
        await world.git('-C', repo, 'commit', '-q', '-m', name);
        const task = `<script>${JSON.stringify([
          { do: 'write', path: `./${name}`, content: 'new\n' },
          { do: 'write', path: `${name}/../made/${name}`, content: 'made\n' },
          { do: 'say', text: 'here' },
        ])}</script>`;
        return started(task, { repo, gates: ['true'] });
      }),
    );
    await completes(sessions);
    for (const [index, { id, repo }] of sessions.entries()) {
      expect(basename(repo)).toBe(names[index]);
      const { files } = await world.client.diff(id);
      expect(files.map(({ path }) => path)).toEqual(
        expect.arrayContaining([names[index], `made/${names[index]}`]),
      );
      if (unshowable.has(Object.values(hostile)[index] ?? ''))
        for (const args of [
          ['show', id],
          ['logs', id],
          ['diff', id],
          ['doctor', '--repo', repo],
        ])
          await cli(...args);
      await world.client.ask('session', { type: 'remove', session: id });
      await world.client.ask('session', { type: 'undo', session: id });
    }
  });

  it('in what an agent says went wrong', async () => {
    const message = Object.values(hostile).join(' ');
    const asking = { do: 'ask', tool: hostile.escape, title: message };
    const session = await started(`<script>${JSON.stringify([asking])}</script>`);
    await untilSession(world, session.id, ({ phase }) => phase === 'waiting' || phase === 'ended');
    expect((await cli('approvals')).stdout).toContain(session.id);
    await cli('stop', session.id);
    const failed = await started(`<script>${JSON.stringify([{ do: 'error', message }])}</script>`);
    const [ended] = await untilEnded(world, [failed.id]);
    expect(ended).toMatchObject({ status: 'failed' });
    for (const args of [['show', failed.id], ['ls'], ['logs', failed.id], ['approvals', '--all']]) {
      await cli(...args);
      await cli(...args, '--json');
    }
  });
});

it('nothing was executed, and nothing is anywhere but where it belongs', async () => {
  checkInvariants(world, 3);
  const found = readdirSync(world.root, { recursive: true, encoding: 'utf8' });
  expect(found.filter((path) => basename(path) === pwned)).toEqual([]);
  expect(existsSync(pwned)).toBe(false);
  expect(readdirSync(world.root).toSorted()).toEqual(['config.yaml', 'home', 'repo', 'repos', 'state']);
  expect(await world.git('status', '--porcelain')).toBe('');
});
