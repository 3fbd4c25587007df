/** git is killed in the middle of making a worktree, and processes meet at one repository: it works afterwards, always. */
import { execFile, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGit } from '../../src/host/git/command/git.ts';
import { openRepository, type Repository } from '../../src/host/git/repository/repository.ts';
import { createRepositoryLocks } from '../../src/host/git/repository/repository-lock.ts';
import { addWorktree } from '../../src/host/git/worktree/add-worktree.ts';
import { repairWorktrees } from '../../src/host/git/worktree/repair-worktrees.ts';
import { unfinishedReason } from '../../src/host/git/worktree/worktree-entry.ts';
import { worktreePath } from '../../src/host/git/worktree/worktree-path.ts';
import type { Worktree } from '../../src/host/git/worktree/worktree.ts';
import { createRandom } from '../support/random.ts';

const run = promisify(execFile);
const seed = Number(process.env['SEED'] ?? 20_261_121);
const rounds = 60;

let root: string;
let worktrees: string;
let repository: Repository;
let head: string;

const env = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: root,
  GIT_CONFIG_NOSYSTEM: '1',
});
const git = async (...args: string[]) =>
  (
    await run('git', ['-c', 'user.name=M', '-c', 'user.email=m@example.org', ...args], {
      cwd: join(root, 'repo'),
      env: env(),
    })
  ).stdout;

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'fairlead-git-')));
  worktrees = join(root, 'worktrees');
  for (const directory of ['repo/src', 'worktrees']) mkdirSync(join(root, directory), { recursive: true });
  for (let n = 0; n < 200; n += 1) writeFileSync(join(root, 'repo/src', `${n}.txt`), `${n}\n`);
  await git('init', '-q', '-b', 'main');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'start');
  head = (await git('rev-parse', 'HEAD')).trim();
  const opened = await openRepository(createGit({ environment: env() }), join(root, 'repo'));
  if (!opened.ok) throw new Error(opened.error.message);
  repository = opened.value;
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function worktree(id: string): Worktree {
  return { id, path: worktreePath(worktrees, repository, id), branch: `fairlead/w-${id}` };
}

const add = (id: string) =>
  addWorktree({
    repository,
    root: worktrees,
    worktree: worktree(id),
    baseCommit: head,
    reason: `test:${id}`,
  });

/** Everything a person does in a repository works in this one. */
async function works(): Promise<void> {
  expect(await git('status', '--porcelain')).toBe('');
  await git('worktree', 'list');
  await git('fetch', '--all');
  await git('branch', 'probe');
  await git('branch', '-D', 'probe');
  expect(await git('fsck', '--no-dangling')).toBe('');
}

describe('git killed while it makes a worktree', () => {
  it(`at ${rounds} moments: what it left is repaired, and the same worktree can be made`, async () => {
    const random = createRandom(seed);
    let broken = 0;
    for (let round = 0; round < rounds; round += 1) {
      const id = `kill${String(round).padStart(4, '0')}`;
      const { path, branch } = worktree(id);
      mkdirSync(join(path, '..'), { recursive: true });
      await git('update-ref', `refs/heads/${branch}`, head);
      const reason = unfinishedReason(`test:${id}`);
      const child = spawn(
        'git',
        ['worktree', 'add', '--no-checkout', '--lock', '--reason', reason, path, branch],
        { cwd: join(root, 'repo'), env: env(), stdio: 'ignore' },
      );
      const gone = new Promise((resolve) => child.once('exit', resolve));
      // Microseconds of turns of this loop, not of a clock: where in git it hits does not matter, only that it varies.
      for (let turns = random.below(3_000); turns > 0; turns -= 1) await new Promise(setImmediate);
      child.kill('SIGKILL');
      await gone;
      if (existsSync(join(repository.commonDir, 'worktrees', id))) broken += 1;

      if (random.below(2) === 0) {
        const repaired = await repairWorktrees({
          repository,
          root: worktrees,
          known: ({ name }) => (name === id ? worktree(id) : null),
        });
        expect(repaired.ok && repaired.value.every((entry) => entry.id === id)).toBe(true);
        expect(existsSync(join(repository.commonDir, 'worktrees', id))).toBe(false);
        await git('worktree', 'list');
      }
      const added = await add(id);
      expect(added).toMatchObject({ ok: true });
      expect(readFileSync(join(path, 'src/7.txt'), 'utf8')).toBe('7\n');
      expect(await git('-C', path, 'status', '--porcelain')).toBe('');
    }
    await works();
    expect(broken, 'some were hit in the middle').toBeGreaterThan(0);
  });

  it.each([
    ['an empty commondir', 'commondir', ''],
    ['no commondir', 'commondir', null],
    ['an empty HEAD', 'HEAD', ''],
    ['no gitdir', 'gitdir', null],
  ])('left with %s it stops the whole repository, and is made anew', async (_name, file, content) => {
    const id = `left${file.toLowerCase()}${content === null ? 'gone' : 'void'}`;
    expect(await add(id)).toMatchObject({ ok: true });
    const entry = join(repository.commonDir, 'worktrees', id);
    writeFileSync(join(entry, 'locked'), unfinishedReason(`test:${id}`));
    if (content === null) rmSync(join(entry, file));
    else writeFileSync(join(entry, file), content);
    expect(await add(id)).toMatchObject({ ok: true });
    await works();
  });

  it('keeps a worktree that is complete by the time somebody knows it', async () => {
    const id = 'meanwhile';
    const made = await add(id);
    expect(made.ok).toBe(true);
    const lock = join(root, 'repo/.git/worktrees', id, 'locked');
    const complete = readFileSync(lock, 'utf8');
    writeFileSync(lock, unfinishedReason(complete));
    const known = ({ name }: { name: string }) => {
      if (name !== id) return null;
      // Whoever makes it ends here: between the list and the look at what is known.
      writeFileSync(lock, complete);
      return worktree(id);
    };
    const repaired = await repairWorktrees({ repository, root: worktrees, known });
    expect(repaired).toEqual({ ok: true, value: [] });
    expect(existsSync(join(worktree(id).path, 'src/0.txt'))).toBe(true);
  });

  it('leaves alone what somebody else began, and left', async () => {
    const path = join(root, 'foreign');
    await git('worktree', 'add', '-q', '--lock', '--reason', 'initializing', '-b', 'foreign', path);
    const lock = join(repository.commonDir, 'refs/heads/foreign.lock');
    writeFileSync(lock, '');
    writeFileSync(join(path, 'mine.txt'), 'mine\n');
    const files = ['locked', 'HEAD', 'gitdir', 'commondir'].map((name) =>
      join(repository.commonDir, 'worktrees/foreign', name),
    );
    const before = files.map((file) => readFileSync(file, 'utf8'));
    const repaired = await repairWorktrees({ repository, root: worktrees, known: () => null });
    expect(repaired).toEqual({ ok: true, value: [] });
    expect(await add('beside000')).toMatchObject({ ok: true });
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
    expect(existsSync(lock)).toBe(true);
    expect(readFileSync(join(path, 'mine.txt'), 'utf8')).toBe('mine\n');
  });

  it('does not take the place of a worktree or a branch of somebody else', async () => {
    const { path, branch } = worktree('taken0000');
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'theirs.txt'), 'theirs\n');
    expect(await add('taken0000')).toMatchObject({ ok: false, error: { code: 'unsafe' } });
    expect(readFileSync(join(path, 'theirs.txt'), 'utf8')).toBe('theirs\n');
    expect(await git('for-each-ref', `refs/heads/${branch}`)).toBe('');
    const other = (await git('commit-tree', '-m', 'theirs', `${head}^{tree}`)).trim();
    await git('update-ref', `refs/heads/${worktree('moved0000').branch}`, other);
    expect(await add('moved0000')).toMatchObject({ ok: false, error: { code: 'unsafe' } });
    expect((await git('rev-parse', worktree('moved0000').branch)).trim()).toBe(other);
  });
});

describe('the lock of a repository', () => {
  const program = join(import.meta.dirname, '../support/hold-lock.ts');

  async function holdElsewhere() {
    const child = spawn(process.execPath, [program, repository.commonDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', () => reject(new Error('the other process has no lock')));
    });
    return { child, gone };
  }

  it('keeps another process out, and says who has it', async () => {
    const { child, gone } = await holdElsewhere();
    const locks = createRepositoryLocks({ waitMs: 0 });
    const refused = await locks.hold(repository.commonDir, async () => ({ ok: true, value: 'in' }));
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'busy', message: expect.stringContaining(`process ${child.pid} `) as string },
    });
    child.stdin.end();
    expect(await gone).toBe(0);
    await expect(locks.hold(repository.commonDir, async () => ({ ok: true, value: 'in' }))).resolves.toEqual({
      ok: true,
      value: 'in',
    });
  });

  it('is free at once when its holder is killed, and waited for until then', async () => {
    const { child, gone } = await holdElsewhere();
    const waiting = createRepositoryLocks({ waitMs: 60_000 }).hold(repository.commonDir, async () => ({
      ok: true,
      value: child.signalCode,
    }));
    child.kill('SIGKILL');
    await gone;
    await expect(waiting).resolves.toMatchObject({ ok: true });
  });

  it('is held while a worktree is made, so that none is made while another process has it', async () => {
    const { child, gone } = await holdElsewhere();
    const hasty = createGit({ environment: env(), lockWaitMs: 0 });
    const opened = await openRepository(hasty, join(root, 'repo'));
    if (!opened.ok) throw new Error(opened.error.message);
    const wanted = worktree('waits0000');
    const request = { root: worktrees, worktree: wanted, baseCommit: head, reason: 'test:waits0000' };
    expect(await addWorktree({ ...request, repository: opened.value })).toMatchObject({
      ok: false,
      error: { code: 'busy' },
    });
    expect(existsSync(wanted.path)).toBe(false);
    expect(await git('for-each-ref', `refs/heads/${wanted.branch}`)).toBe('');
    child.stdin.end();
    await gone;
    expect(await add('waits0000')).toMatchObject({ ok: true });
  });
});
