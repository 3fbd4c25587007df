/** What fairlead cannot do in a repository: it says so in one line, with what to do, and nothing is lost. */
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/contract/session.ts';
import { gitIn, refusal, type Git } from '../support/repository-journey.ts';
import { scripted } from '../support/scripted-world.ts';
import { createWorld, untilEnded, type World } from '../support/world.ts';

let world: World;
let count = 0;

beforeAll(async () => {
  world = await createWorld({ unprivileged: true, config: { default_agent: 'scripted', max_parallel: 12 } });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

async function repository(): Promise<{ repo: string; git: Git }> {
  count += 1;
  const repo = join(world.home, `repo${count}`);
  await world.git('init', '-q', '-b', 'main', repo);
  await world.sh(
    repo,
    'mkdir src; echo one > src/one.txt; echo "*.log" > .gitignore; git add -A; git commit -qm one',
  );
  return { repo, git: gitIn(world, repo) };
}

type Steps = Parameters<typeof scripted>;

async function start(repo: string, ...steps: Steps): Promise<SessionView> {
  const tasks = [{ task: scripted(...steps, { do: 'say', text: 'done' }) }];
  const [session] = await world.client.ask('sessions', { type: 'start', repo, tasks, policy: 'permissive' });
  const [ended] = await untilEnded(world, [session?.id ?? '']);
  if (!ended) throw new Error('no session');
  return ended;
}

async function work(repo: string, ...steps: Steps): Promise<SessionView & { path: string }> {
  const session = await start(repo, ...steps);
  expect(session).toMatchObject({ status: 'completed' });
  return { ...session, path: session.workspace?.path ?? '' };
}

const sh = (command: string) => ({ do: 'run', command });
const merge = (session: string) => world.cli('merge', session);
const remove = (session: string, ...options: string[]) => world.cli('rm', session, ...options);

/** Two lines: what is wrong, and what to do. */
function saysIn(stderr: string, wrong: RegExp, next: RegExp): void {
  const lines = stderr.trimEnd().split('\n');
  expect(lines, stderr).toHaveLength(2);
  expect(lines[0]).toMatch(wrong);
  expect(lines[1]).toMatch(next);
}

describe.concurrent('starting is refused', () => {
  it('in a repository without a commit', async () => {
    const repo = join(world.home, 'unborn');
    await world.git('init', '-q', repo);
    expect(await refusal(world, repo)).toEqual({
      message: `${repo} has no commit yet`,
      next: 'git commit --allow-empty -m start',
    });
  });

  it('in a bare repository', async () => {
    const repo = join(world.home, 'bare.git');
    await world.git('init', '-q', '--bare', repo);
    expect(await refusal(world, repo)).toMatchObject({
      message: `${repo} is a bare repository, or in a git directory`,
      next: expect.stringContaining('git worktree add') as string,
    });
  });

  it.runIf(process.getuid?.() === 0)('in a repository of another user', async () => {
    const { repo } = await repository();
    chownSync(join(repo, '.git'), 0, 0);
    chownSync(repo, 0, 0);
    const { message, next } = await refusal(world, repo);
    expect(message).toMatch(/dubious ownership/);
    expect(next).toContain(`git config --global --add safe.directory ${repo}`);
  });

  it('in a repository of a form that this git does not know, such as reftable', async () => {
    const { repo, git } = await repository();
    await git('config', 'core.repositoryFormatVersion', '1');
    await git('config', 'extensions.refStorage', 'of-the-future');
    const { message, next } = await refusal(world, repo);
    expect(message).toMatch(/refstorage/i);
    expect(next).toMatch(/newer git/);
  });

  it('for what lies behind a link that leads nowhere', async () => {
    expect(await refusal(world, join(world.home, 'nowhere'))).toMatchObject({
      message: expect.stringContaining('is no directory') as string,
    });
  });
});

describe.concurrent('a session', () => {
  it('fails where a branch stands in the way of all of its branches', async () => {
    const { repo, git } = await repository();
    await git('branch', 'fairlead');
    const session = await start(repo, { do: 'write', path: 'x', content: 'x' });
    expect(session).toMatchObject({ status: 'failed' });
    expect(session.reason).toMatch(
      /'refs\/heads\/fairlead' exists; cannot create .*rename the branch it names/,
    );
    expect(await git('worktree', 'list', '--porcelain')).not.toContain(session.id);
  });

  it('fails where files are left at a remote that is gone, and says how to get them', async () => {
    const { repo: origin, git: inOrigin } = await repository();
    await inOrigin('config', 'uploadpack.allowFilter', 'true');
    const repo = join(world.home, 'partial');
    await world.git('clone', '-q', '--no-checkout', '--filter=blob:none', `file://${origin}`, repo);
    await world.sh(world.home, `mv '${origin}' '${origin}-gone'`);
    const session = await start(repo, { do: 'write', path: 'x', content: 'x' });
    expect(session).toMatchObject({ status: 'failed' });
    expect(session.reason).toMatch(/partial clone lacks objects; get them all: git fetch --refetch/);
  });

  it('is not merged over files that the user has not committed', async () => {
    const { repo, git } = await repository();
    const { id } = await work(repo, { do: 'write', path: 'new.txt', content: 'theirs\n' });
    writeFileSync(join(repo, 'new.txt'), 'mine\n');
    saysIn((await merge(id)).stderr, /would be overwritten: new\.txt/, /commit or stash/);
    expect(readFileSync(join(repo, 'new.txt'), 'utf8')).toBe('mine\n');
    expect(await git('log', '--format=%s')).toBe('one\n');
  });

  it('is not merged while a git command holds the index, and is afterwards', async () => {
    const { repo } = await repository();
    const { id } = await work(repo, { do: 'write', path: 'new.txt', content: 'theirs\n' });
    writeFileSync(join(repo, '.git/index.lock'), '');
    saysIn((await merge(id)).stderr, /index\.lock/, /try again/);
    await world.sh(repo, 'rm .git/index.lock');
    expect(await merge(id)).toMatchObject({ status: 0 });
    expect(readFileSync(join(repo, 'new.txt'), 'utf8')).toBe('theirs\n');
  });

  it('is merged into a named branch where none is checked out', async () => {
    const { repo, git } = await repository();
    await git('checkout', '-q', '--detach');
    const { id } = await work(repo, { do: 'write', path: 'new.txt', content: 'theirs\n' });
    saysIn((await merge(id)).stderr, /no branch is checked out/, /--into BRANCH/);
    expect(await world.cli('merge', id, '--into', 'main')).toMatchObject({ status: 0 });
    expect(await git('show', 'main:new.txt')).toBe('theirs\n');
  });

  it('is not merged where a directory of the checkout cannot be written to', async () => {
    const { repo, git } = await repository();
    const { id } = await work(repo, { do: 'write', path: 'src/one.txt', content: 'changed\n' });
    await world.sh(repo, 'chmod a-w src');
    saysIn((await merge(id)).stderr, /Permission denied|cannot be written/, /permissions/);
    await world.sh(repo, 'chmod u+w src');
    expect(await git('status', '--porcelain')).toBe('');
    expect(await merge(id)).toMatchObject({ status: 0 });
    expect(readFileSync(join(repo, 'src/one.txt'), 'utf8')).toBe('changed\n');
  });
});

describe.concurrent('a workspace', () => {
  it('with a repository of its own is kept, unless its loss is accepted', async () => {
    const { repo } = await repository();
    const { id, path } = await work(
      repo,
      sh(
        'git init -q inner && cd inner && echo x > x && git add x && git -c user.name=A -c user.email=a@b.c commit -qm x',
      ),
    );
    saysIn((await remove(id)).stderr, /inner is a repository of its own/, /copy what is needed/);
    expect(readFileSync(join(path, 'inner/x'), 'utf8')).toBe('x\n');
    expect(await remove(id, '--force')).toMatchObject({ status: 0 });
    expect(existsSync(path)).toBe(false);
  });

  it('is kept where a submodule has commits that are nowhere else, although the session committed it', async () => {
    const { repo: part } = await repository();
    const { repo, git } = await repository();
    await git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', part, 'part');
    await git('commit', '-qm', 'part');
    const who = '-c user.name=A -c user.email=a@example.org';
    const { id, path } = await work(
      repo,
      sh('git -c protocol.file.allow=always submodule --quiet update --init'),
      sh(`cd part && echo precious > precious && git add precious && git ${who} commit -qm precious`),
      sh(`git add part && git ${who} commit -qm 'newer part'`),
    );
    saysIn((await remove(id)).stderr, /part is a repository of its own with commits/, /copy what is needed/);
    await world.sh(join(path, 'part'), 'git push -q origin HEAD:refs/heads/precious; git fetch -q');
    expect(await remove(id)).toMatchObject({ status: 0 });
    expect(existsSync(path)).toBe(false);
  });

  it('goes together with a submodule that is as it came', async () => {
    const { repo: part } = await repository();
    const { repo, git } = await repository();
    await git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', part, 'part');
    await git('commit', '-qm', 'part');
    const { id, path } = await work(
      repo,
      sh('git -c protocol.file.allow=always submodule --quiet update --init'),
      { do: 'write', path: 'x.txt', content: 'x\n' },
    );
    expect(await remove(id)).toMatchObject({ status: 0 });
    expect(existsSync(path)).toBe(false);
    expect(await world.cli('undo', id)).toMatchObject({ status: 0 });
    expect(readFileSync(join(path, 'x.txt'), 'utf8')).toBe('x\n');
    expect((await git('submodule', 'status')).trim()).toMatch(/part/);
  });

  it('with a file that cannot be read is kept until it can be', async () => {
    const { repo } = await repository();
    const { id, path } = await work(repo, sh('echo s > secret.txt && chmod 000 secret.txt'));
    saysIn((await remove(id)).stderr, /secret\.txt/, /copy what is needed/);
    saysIn((await merge(id)).stderr, /can be committed: .*secret\.txt/, /make it readable/);
    await world.sh(path, 'chmod 600 secret.txt');
    expect(await remove(id)).toMatchObject({ status: 0 });
    expect(await world.cli('undo', id)).toMatchObject({ status: 0 });
    expect(readFileSync(join(path, 'secret.txt'), 'utf8')).toBe('s\n');
  });

  it('with a directory that cannot be looked into is kept until it can be', async () => {
    const { repo } = await repository();
    const { id, path } = await work(repo, sh('mkdir sealed && echo s > sealed/s.txt && chmod 000 sealed'));
    saysIn((await remove(id)).stderr, /sealed/, /copy what is needed/);
    await world.sh(path, 'chmod 700 sealed');
    expect(await remove(id)).toMatchObject({ status: 0 });
    expect(await world.cli('undo', id)).toMatchObject({ status: 0 });
    expect(readFileSync(join(path, 'sealed/s.txt'), 'utf8')).toBe('s\n');
  });

  it('with tracked files in a directory that cannot be looked into is kept, and not merged as if they were gone', async () => {
    const { repo } = await repository();
    const { id, path } = await work(
      repo,
      { do: 'write', path: 'x.txt', content: 'x\n' },
      sh('chmod 000 src'),
    );
    saysIn((await merge(id)).stderr, /src/, /make it readable/);
    saysIn((await remove(id)).stderr, /src/, /copy what is needed/);
    await world.sh(path, 'chmod 755 src');
    expect(await merge(id)).toMatchObject({ status: 0 });
    expect(existsSync(join(repo, 'src/one.txt'))).toBe(true);
  });

  it('with a new file of 3 GB is neither copied nor merged, and kept until the file is moved or ignored', async () => {
    const { repo, git } = await repository();
    const { id, path, ...session } = await work(repo, sh('truncate -s 3G disk.img'));
    expect(session.reason).toBe(null);
    saysIn((await merge(id)).stderr, /disk\.img has 3\.2 GB and is not ignored/, /move it away/);
    saysIn((await remove(id)).stderr, /disk\.img has 3\.2 GB/, /copy what is needed/);
    expect(existsSync(join(path, 'disk.img'))).toBe(true);
    await world.sh(path, 'echo "*.img" >> .gitignore');
    expect(await merge(id)).toMatchObject({ status: 0 });
    expect(await git('ls-files')).not.toContain('disk.img');
  });

  it('with directories that are read-only is removed', async () => {
    const { repo } = await repository();
    const line = 'mkdir -p mod/a b.log/c && echo x > mod/a/f && echo x > b.log/c/f && chmod -R a-w mod b.log';
    const { id, path } = await work(repo, sh(line));
    expect(existsSync(join(path, 'b.log/c/f'))).toBe(true);
    expect(await remove(id)).toMatchObject({ status: 0 });
    expect(existsSync(path)).toBe(false);
    expect(await world.cli('undo', id)).toMatchObject({ status: 0 });
    expect(readFileSync(join(path, 'mod/a/f'), 'utf8')).toBe('x\n');
  });
});

describe('gc', () => {
  it.each(['squash', 'merge', 'rebase'])(
    'frees what was merged by %s, and keeps what was not',
    async (strategy) => {
      const { repo, git } = await repository();
      const who = '-c user.name=A -c user.email=a@example.org';
      const merged = await work(
        repo,
        sh(
          `echo a > a.txt && git add -A && git ${who} commit -qm a && echo b > b.txt && git add -A && git ${who} commit -qm b`,
        ),
      );
      const later = await work(repo, { do: 'write', path: 'later.txt', content: 'later\n' });
      await git('commit', '-q', '--allow-empty', '-m', 'meanwhile');
      expect(await world.cli('merge', merged.id, '--strategy', strategy)).toMatchObject({ status: 0 });
      const { items } = await world.client.ask('gc', { type: 'gc' });
      const item = (id: string) =>
        items.find((entry) => entry.session_id === id && entry.kind === 'worktree');
      expect(item(merged.id)).toMatchObject({ state: 'removed', reason: 'all of it is in main' });
      expect(existsSync(merged.path)).toBe(false);
      expect(item(later.id)).toMatchObject({
        state: 'kept',
        reason: expect.stringContaining('main does not have all') as string,
      });
      expect(existsSync(join(later.path, 'later.txt'))).toBe(true);
      expect(await git('for-each-ref', '--format=%(refname)', 'refs/heads')).not.toContain(merged.id);
    },
  );

  it('frees what was merged into another branch, and keeps what was taken out again', async () => {
    const { repo, git } = await repository();
    await git('branch', 'side');
    const aside = await work(repo, { do: 'write', path: 'a.txt', content: 'a\n' });
    expect(await world.cli('merge', aside.id, '--into', 'side')).toMatchObject({ status: 0 });
    const back = await work(repo, { do: 'write', path: 'b.txt', content: 'b\n' });
    expect(await merge(back.id)).toMatchObject({ status: 0 });
    expect(await world.cli('rollback', back.id)).toMatchObject({ status: 0 });
    const { items } = await world.client.ask('gc', { type: 'gc', dry_run: true });
    expect(items.find(({ session_id }) => session_id === aside.id)).toMatchObject({
      state: 'can_go',
      reason: 'all of it is in side',
    });
    expect(items.find(({ session_id }) => session_id === back.id)).toMatchObject({ state: 'kept' });
  });
});

describe('the configuration of a repository', () => {
  it('is the same wherever in it one stands, and by whichever link one came', async () => {
    const { repo } = await repository();
    writeFileSync(join(repo, 'fairlead.yaml'), 'limits: { per_repository: 1 }\n');
    await world.sh(world.home, `ln -s '${repo}' configured`);
    const link = join(world.home, 'configured');
    for (const path of [repo, join(repo, 'src'), link, join(link, 'src')]) {
      const { values } = (await world.cli('config', '--json', '--repo', path)).data<{
        values: { path: string; origin: string }[];
      }>();
      expect(JSON.stringify(values), path).toContain(join(repo, 'fairlead.yaml'));
    }
  });
});

describe('lists of one repository', () => {
  it('have what was started there, whichever way it is named', async () => {
    const { repo } = await repository();
    const { id } = await work(repo, { do: 'write', path: 'x', content: 'x' });
    await world.sh(world.home, `ln -s '${repo}' link`);
    mkdirSync(join(world.root, 'elsewhere'));
    for (const path of [repo, join(world.home, 'link'), join(repo, 'src'), join(world.home, 'link/src')]) {
      const listed = (await world.cli('ls', '--json', '--repo', path)).data<SessionView[]>();
      expect(
        listed.map((session) => session.id),
        path,
      ).toEqual([id]);
    }
    expect((await world.cli('ls', '--json', '--repo', join(world.root, 'elsewhere'))).data()).toEqual([]);
  });
});
