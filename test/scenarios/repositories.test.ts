/** Repositories of every kind that people have: each works from start to merge, or says in one line what is wrong. */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasReftable } from '../support/git-features.ts';
import { fsck, gitIn, travel, type Git, type Journey } from '../support/repository-journey.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
const travelled: Git[] = [];
/** The sessions of each journey that are merged. */
const names = new Set(['squash', 'merge', 'rebase']);

beforeAll(async () => {
  world = await createWorld({
    unprivileged: true,
    config: { default_agent: 'scripted', max_parallel: 12, limits: { per_repository: 6 } },
  });
  await world.startDaemon();
  mkdirSync(join(world.root, 'origin'));
  await world.sh(world.home, `mkdir -p '${world.home}/kinds'`);
});

afterAll(() => world[Symbol.asyncDispose]());

/** @param signer what the program that signs does, in sh */
async function signed(name: string, signer: string): Promise<Journey> {
  const { repo, git } = await repository(`signed-${name}`);
  const program = join(world.root, `signer-${name}`);
  writeFileSync(program, `#!/bin/sh\n${signer}\n`, { mode: 0o755 });
  for (const [key, value] of [
    ['commit.gpgSign', 'true'],
    ['tag.gpgSign', 'true'],
    ['gpg.program', program],
  ] as const)
    await git('config', key, value);
  return { repo };
}

/** A checkout with two commits at `kinds/<name>`. */
async function repository(name: string, ...init: string[]): Promise<{ repo: string; git: Git }> {
  const repo = join(world.home, 'kinds', name);
  await world.git('init', '-q', '-b', 'main', ...init, repo);
  const git = gitIn(world, repo);
  await world.sh(
    repo,
    'mkdir -p src docs; echo one > src/one.txt; echo read > docs/read.md; printf "*.log\\nplan.yaml\\n" > .gitignore',
  );
  await git('add', '-A');
  await git('commit', '-q', '-m', 'one');
  await world.sh(repo, 'echo two >> src/one.txt; echo kept > mine.log');
  await git('commit', '-q', '-a', '-m', 'two');
  return { repo, git };
}

type Kind = () => Promise<Journey & { after?: (git: Git) => Promise<void> }>;

const kinds: Record<string, Kind> = {
  'a plain one': async () => ({ ...(await repository('plain')), kept: ['mine.log'] }),
  'a shallow clone': async () => {
    const { repo } = await repository('deep');
    const clone = join(world.home, 'kinds/shallow');
    await world.git('clone', '-q', '--depth', '1', `file://${repo}`, clone);
    return { repo: clone };
  },
  'a partial clone whose remote is gone': async () => {
    const { repo, git } = await repository('promisor');
    await git('config', 'uploadpack.allowFilter', 'true');
    const clone = join(world.home, 'kinds/partial');
    await world.git('clone', '-q', '--filter=blob:none', `file://${repo}`, clone);
    await world.sh(world.home, `mv '${repo}' '${repo}-gone'`);
    return { repo: clone };
  },
  'a sparse checkout': async () => {
    const { repo, git } = await repository('sparse');
    await git('sparse-checkout', 'set', 'src', 'made');
    expect(existsSync(join(repo, 'docs'))).toBe(false);
    return {
      repo,
      after: async (found) => {
        expect(await found('show', 'HEAD:docs/read.md')).toBe('read\n');
        expect(existsSync(join(repo, 'docs'))).toBe(false);
      },
    };
  },
  'one with a submodule': async () => {
    const { repo: part } = await repository('part');
    const { repo, git } = await repository('whole');
    await git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', part, 'part');
    await git('commit', '-q', '-m', 'part');
    return {
      repo,
      kept: ['part/src/one.txt'],
      after: async (found) => {
        expect(await found('submodule', 'status')).toMatch(/^ [0-9a-f]+ part /);
      },
    };
  },
  'a worktree of a bare repository': async () => {
    const { repo } = await repository('to-be-bare');
    const bare = join(world.home, 'kinds/bare.git');
    await world.git('clone', '-q', '--bare', repo, bare);
    const checkout = join(world.home, 'kinds/of-bare');
    await world.git('-C', bare, 'worktree', 'add', '-q', checkout, 'main');
    return { repo: checkout };
  },
  'a worktree inside of another checkout': async () => {
    const { repo, git } = await repository('outer');
    await git('worktree', 'add', '-q', '-b', 'inner', join(repo, 'docs/inner'));
    return { repo: join(repo, 'docs/inner') };
  },
  'one that a link leads to': async () => {
    const { repo } = await repository('linked');
    symlinkSync(repo, join(world.root, 'link'));
    return { repo: join(world.root, 'link') };
  },
  'one at a path with blanks, quotes, unicode and a newline': async () => repository(`a b 'ü" 日本\nnew`),
  'one with such file names': async () => {
    const { repo, git } = await repository('names');
    for (const name of ['a b', 'ü日本', 'new\nline', 'tab\t', `'"`, '-rf', ':(top)x', 'back\\slash', '*'])
      writeFileSync(join(repo, 'src', name), `${JSON.stringify(name)}\n`);
    await git('add', '-A');
    await git('commit', '-q', '-m', 'names');
    return {
      repo,
      steps: [{ do: 'run', command: `for f in src/*; do echo more > "./$f"; done` }],
      after: async (found) => {
        expect(await found('show', 'HEAD:src/new\nline')).toContain('more');
        expect(await found('show', 'HEAD:src/-rf')).toContain('more');
      },
    };
  },
  'one with files that differ in case': async () => {
    const { repo, git } = await repository('case');
    await world.sh(repo, 'echo a > Read.md; echo b > READ.md; echo c > read.md');
    await git('add', '-A');
    await git('commit', '-q', '-m', 'case');
    return { repo, kept: ['Read.md', 'READ.md', 'read.md'] };
  },
  'one without a branch checked out': async () => {
    const { repo, git } = await repository('detached');
    await git('checkout', '-q', '--detach', 'HEAD');
    return { repo, into: 'main' };
  },
  'one with SHA-256 ids': async () => repository('sha256', '--object-format=sha256'),
  ...(hasReftable() && { 'one with reftable': async () => repository('reftable', '--ref-format=reftable') }),
  'one with replaced commits and grafts': async () => {
    const { repo, git } = await repository('replaced');
    const [head = '', parent = ''] = (await git('rev-list', 'HEAD')).split('\n');
    await git('replace', '--graft', head);
    writeFileSync(join(repo, '.git/info/grafts'), `${parent}\n`);
    return { repo };
  },
  'one whose hooks refuse everything': async () => {
    const { repo, git } = await repository('hooks');
    const hooks = ['pre-commit', 'commit-msg', 'pre-merge-commit', 'pre-rebase', 'post-checkout'];
    await world.sh(
      repo,
      `mkdir ../refusing; for h in ${hooks.join(' ')}; do printf '#!/bin/sh\necho refused >&2; exit 1\n' > ../refusing/$h; chmod +x ../refusing/$h; done`,
    );
    await git('config', 'core.hooksPath', '../refusing');
    return { repo };
  },
  'one with husky': async () => {
    const { repo, git } = await repository('husky');
    await world.sh(
      repo,
      `mkdir -p .husky/_; printf '#!/bin/sh\nnpx lint-staged\n' > .husky/pre-commit; printf '#!/bin/sh\nexec sh .husky/pre-commit\n' > .husky/_/pre-commit; chmod +x .husky/_/pre-commit; echo '*' > .husky/_/.gitignore`,
    );
    await git('add', '-A');
    await git('commit', '-q', '-m', 'husky');
    await git('config', 'core.hooksPath', '.husky/_');
    return { repo, kept: ['.husky/_/pre-commit'] };
  },
  'one whose commits must be signed, by a program that fails': () => signed('fails', 'exit 1'),
  'one whose commits must be signed, by a program that waits for a passphrase': () =>
    signed('asks', 'exec sleep 1000000'),
  'one with a nested repository of the user': async () => {
    const { repo } = await repository('nest');
    await world.git('init', '-q', join(repo, 'inner'));
    await world.sh(join(repo, 'inner'), 'echo x > x; git add x; git commit -q -m x');
    return { repo, kept: ['inner/x', 'inner/.git/HEAD'] };
  },
  'one with files and directories that the user cannot read': async () => {
    const { repo } = await repository('closed');
    await world.sh(repo, 'echo x > closed.log; chmod 000 closed.log; mkdir sealed; chmod 000 sealed');
    return { repo, kept: ['closed.log', 'sealed'] };
  },
  'one with an untracked file of 3 GB': async () => {
    const { repo } = await repository('large');
    await world.sh(repo, 'truncate -s 3G disk.img');
    return { repo, kept: ['disk.img'] };
  },
  'one whose directories are read-only where dependencies are': async () => {
    const { repo } = await repository('cache');
    return {
      repo,
      steps: [
        {
          do: 'run',
          command: 'mkdir -p cache.log/mod/deep && echo x > cache.log/mod/deep/f && chmod -R a-w cache.log',
        },
      ],
    };
  },
  'one with branches of every name': async () => {
    const { repo, git } = await repository('branches');
    for (const name of ['a/b', 'feature/x/y', 'ü', 'fairlead-x', '@{', 'HEAD'].filter(
      (name) => name !== '@{',
    ))
      await git('update-ref', `refs/heads/${name}`, 'HEAD');
    return { repo };
  },
};

describe.concurrent('a repository', () => {
  it.each(Object.entries(kinds))('works from start to merge: %s', async (_name, make) => {
    const { after, ...journey } = await make();
    await travel(world, journey);
    const git = gitIn(world, journey.repo);
    await after?.(git);
    expect(await fsck(git)).toEqual([]);
    travelled.push(git);
  });
});

it('gc finds afterwards that all of them have what was merged, however it was', async () => {
  expect(travelled).toHaveLength(Object.keys(kinds).length);
  const merged = (await world.client.sessions({ limit: 1_000 })).filter(({ name }) => names.has(name));
  expect(merged).toHaveLength(travelled.length * names.size);
  const { items } = await world.client.ask('gc', { type: 'gc', dry_run: true });
  const kept = merged.flatMap(({ id, repo }) => {
    const item = items.find(({ session_id, kind }) => session_id === id && kind === 'worktree');
    return item?.state === 'can_go' ? [] : [`${repo}: ${item?.reason}`];
  });
  expect(kept.join('\n'), kept.join('\n')).toBe('');
});
