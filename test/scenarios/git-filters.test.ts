/** Repositories whose files pass through programs of git's: content filters, git-lfs, merge drivers. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/contract/session.ts';
import { scripted } from '../support/scripted-world.ts';
import { createWorld, untilEnded, type World } from '../support/world.ts';

const hasLfs = spawnSync('git-lfs', ['version']).status === 0;

let world: World;

const inRepo = (...path: string[]) => join(world.repo, ...path);
const write = (path: string, content: string) => ({ do: 'write', path, content });
const commit = (message: string, options = '') => ({
  do: 'run',
  command: `git ${options} add -A && git ${options} -c user.name=A -c user.email=a@example.org commit -q -m '${message}'`,
});

async function start(...steps: Parameters<typeof scripted>): Promise<SessionView> {
  const started = await world.cli('start', scripted(...steps), '--policy', 'permissive', '--wait', '--json');
  expect(started.status, started.stdout + started.stderr).toBe(0);
  const [session] = started.data<SessionView[]>();
  if (!session?.workspace) throw new Error('no session');
  return session;
}

const workspaceFile = (session: SessionView, path: string) =>
  readFileSync(join(session.workspace?.path ?? '', path), 'utf8');

async function openWorld(config: Record<string, string>, files: Record<string, string>): Promise<void> {
  world = await createWorld({ files: { 'README.md': 'hello\n' }, config: { default_agent: 'scripted' } });
  for (const [key, value] of Object.entries(config)) await world.git('config', key, value);
  for (const [path, content] of Object.entries(files)) writeFileSync(inRepo(path), content);
  await world.git('add', '-A');
  await world.git('commit', '-q', '--allow-empty', '-m', 'with filters');
  await world.startDaemon();
}

describe('a repository with a content filter', () => {
  beforeAll(async () => {
    // Stored with letters turned by 13, as they are written with `tr`.
    const turn = "tr 'A-Za-z' 'N-ZA-Mn-za-m'";
    await openWorld(
      { 'filter.turn.clean': turn, 'filter.turn.smudge': turn, 'filter.turn.required': 'true' },
      { '.gitattributes': '*.txt filter=turn\n', 'secret.txt': 'hello\n' },
    );
    expect(await world.git('show', 'HEAD:secret.txt')).toBe('uryyb\n');
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('shows files in their stored form before it is trusted, and merges nothing wrong', async () => {
    const session = await start(write('secret.txt', 'uryyb jbeyq\n'));
    expect((await world.cli('doctor')).stdout).toContain('git would run filter turn, which is not trusted');
    const refused = await world.cli('merge', session.id);
    expect(refused).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(
        'the git filter turn is not trusted and would have to run for secret.txt',
      ) as string,
    });
    expect(refused.stderr).toContain(`fairlead trust ${session.workspace?.path}`);
    expect(readFileSync(inRepo('secret.txt'), 'utf8')).toBe('hello\n');
    // What the agent has committed in that form cannot reach the checkout either.
    const committed = await start(
      write('secret.txt', 'uryyb\nntnva\n'),
      commit('again', '-c filter.turn.clean= -c filter.turn.required=false'),
    );
    expect((await world.cli('merge', committed.id)).stderr).toContain(`fairlead trust ${world.repo}`);
    expect(await world.git('status', '--porcelain')).toBe('');
  });

  it('is shown by fairlead trust, with the programs that it runs', async () => {
    const trusted = await world.cli('trust');
    expect(trusted).toMatchObject({ status: 0 });
    expect(trusted.stdout).toBe(
      [
        'git: filter turn',
        "  runs tr 'A-Za-z' 'N-ZA-Mn-za-m' (filter.turn.clean)",
        "  runs tr 'A-Za-z' 'N-ZA-Mn-za-m' (filter.turn.smudge)",
        '',
      ].join('\n'),
    );
    expect((await world.cli('doctor')).stdout).not.toContain('which is not trusted');
  });

  it.each(['squash', 'merge', 'rebase'])('is merged by %s once it is trusted', async (strategy) => {
    const session = await start(
      { do: 'run', command: 'cp secret.txt seen' },
      write('secret.txt', `hello ${strategy}\n`),
      ...(strategy === 'rebase' ? [commit('a change')] : []),
    );
    expect(workspaceFile(session, 'seen')).toContain('hello');
    const merged = await world.cli('merge', session.id, '--strategy', strategy);
    expect(merged, merged.stderr).toMatchObject({ status: 0 });
    expect(readFileSync(inRepo('secret.txt'), 'utf8')).toBe(`hello ${strategy}\n`);
    expect(await world.git('show', 'HEAD:secret.txt')).toMatch(/^uryyb /);
    expect(await world.git('status', '--porcelain')).toBe('');
    const rolled = await world.cli('rollback', session.id);
    expect(rolled, rolled.stderr).toMatchObject({ status: 0 });
    expect(await world.git('status', '--porcelain')).toBe('');
  });

  it('is saved, removed and brought back as it was', async () => {
    const session = await start(write('secret.txt', 'not committed\n'), write('new.txt', 'new\n'));
    expect((await world.cli('rm', session.id)).status).toBe(0);
    const back = await world.cli('undo');
    expect(back, back.stderr).toMatchObject({ status: 0 });
    expect(workspaceFile(session, 'secret.txt')).toBe('not committed\n');
    expect(workspaceFile(session, 'new.txt')).toBe('new\n');
  });

  it('does not run once it has changed', async () => {
    const marker = join(world.root, 'ran');
    await world.git('config', 'filter.turn.clean', `touch ${marker}; cat`);
    const session = await start(write('secret.txt', 'changed\n'));
    const refused = await world.cli('merge', session.id);
    expect(refused.stderr).toContain('the git filter turn is not trusted');
    expect(existsSync(marker)).toBe(false);
  });

  it('does not run where an agent has changed it: its session fails', async () => {
    await world.git('config', 'filter.turn.clean', "tr 'A-Za-z' 'N-ZA-Mn-za-m'");
    const marker = join(world.root, 'ran-by-agent');
    const steps = scripted(
      { do: 'run', command: `git config filter.turn.smudge 'touch ${marker}; cat'` },
      write('secret.txt', 'mine\n'),
    );
    const started = await world.cli('start', steps, '--policy', 'permissive', '--json');
    const [session] = await untilEnded(world, [started.data<SessionView[]>()[0]?.id ?? '']);
    expect(session).toMatchObject({ status: 'failed' });
    expect((await world.cli('merge', session?.id ?? '')).status).not.toBe(0);
    expect(existsSync(marker)).toBe(false);
  });
});

describe('a filter that comes with the work of a session', () => {
  beforeAll(() => openWorld({ 'filter.up.clean': 'tr a-z A-Z', 'filter.up.smudge': 'tr A-Z a-z' }, {}));
  afterAll(() => world[Symbol.asyncDispose]());

  it('is asked for before the files reach the checkout', async () => {
    const session = await start(
      { do: 'run', command: "printf '*.low filter=up\\n' > .gitattributes" },
      write('x.low', 'low\n'),
      commit('low'),
    );
    const refused = await world.cli('merge', session.id);
    expect(refused.stderr).toContain('the git filter up is not trusted');
    expect((await world.cli('trust', session.workspace?.path ?? '')).stdout).toContain('git: filter up');
    expect(await world.cli('merge', session.id)).toMatchObject({ status: 0 });
    expect(readFileSync(inRepo('x.low'), 'utf8')).toBe('low\n');
    expect(await world.git('status', '--porcelain')).toBe('');
  });
});

describe('a repository with a merge driver', () => {
  beforeAll(async () => {
    await openWorld({}, { '.gitattributes': 'list merge=both\n', list: 'one\n' });
    const driver = join(world.root, 'driver');
    writeFileSync(driver, '#!/bin/sh\ncat "$3" >> "$2"\n');
    chmodSync(driver, 0o755);
    await world.git('config', 'merge.both.driver', `${driver} %O %A %B`);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('conflicts before the driver is trusted, and is merged by it afterwards', async () => {
    const session = await start(write('list', 'theirs\n'), commit('theirs'));
    writeFileSync(inRepo('list'), 'ours\n');
    await world.git('commit', '-aqm', 'ours');
    expect((await world.cli('merge', session.id)).stderr).toContain('conflicts in list');
    expect((await world.cli('trust')).stdout).toContain('git: merge driver both');
    expect(await world.cli('merge', session.id)).toMatchObject({ status: 0 });
    expect(readFileSync(inRepo('list'), 'utf8')).toBe('ours\ntheirs\n');
  });
});

describe.skipIf(!hasLfs)('a repository with git-lfs', () => {
  const large = (letter: string) => `${letter.repeat(100_000)}\n`;

  beforeAll(async () => {
    world = await createWorld({ config: { default_agent: 'scripted' } });
    await world.git('lfs', 'install', '--local', '--skip-repo');
    await world.git('lfs', 'track', '*.bin');
    writeFileSync(inRepo('a.bin'), large('a'));
    await world.git('add', '-A');
    await world.git('commit', '-q', '-m', 'large files');
    expect(await world.git('show', 'HEAD:a.bin')).toMatch(/^version https:\/\/git-lfs/);
    await world.startDaemon();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('leaves a session its pointers, merges other files, and asks for trust before it merges a large one', async () => {
    const other = await start(
      { do: 'run', command: `cp a.bin ${join(world.root, 'seen')}` },
      write('notes.md', 'notes\n'),
    );
    expect(readFileSync(join(world.root, 'seen'), 'utf8')).toMatch(/^version https:/);
    expect(await world.cli('merge', other.id)).toMatchObject({ status: 0 });
    const session = await start(write('b.bin', large('b')));
    expect((await world.cli('merge', session.id)).stderr).toContain('the git filter lfs is not trusted');
    const trusted = await world.cli('trust');
    expect(trusted.stdout).toContain('git: filter lfs\n  runs git-lfs clean -- %f (filter.lfs.clean)');
    // What was written before it was trusted is stored as git-lfs wants it.
    expect(await world.cli('merge', session.id)).toMatchObject({ status: 0 });
    expect(await world.git('show', 'HEAD:b.bin')).toMatch(/^version https:/);
    expect(readFileSync(inRepo('b.bin'), 'utf8')).toBe(large('b'));
  });

  it('has large files in a workspace once it is trusted, and merges what is done to them', async () => {
    const session = await start(
      { do: 'run', command: 'cp a.bin copy.bin && rm a.bin' },
      commit('moved'),
      write('c.bin', large('c')),
    );
    expect(workspaceFile(session, 'copy.bin')).toBe(large('a'));
    expect((await world.cli('diff', session.id)).stdout).toContain('c.bin');
    expect(await world.cli('merge', session.id)).toMatchObject({ status: 0 });
    expect(readFileSync(inRepo('copy.bin'), 'utf8')).toBe(large('a'));
    expect(await world.git('status', '--porcelain')).toBe('');
    expect((await world.git('lfs', 'ls-files', '-n')).trim().split('\n')).toEqual([
      'b.bin',
      'c.bin',
      'copy.bin',
    ]);
  });
});
