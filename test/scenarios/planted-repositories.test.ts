/** Directories that an agent writes like any other and that git takes for a repository: whoever runs git there runs its programs. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGit } from '../../src/host/git/command/git.ts';
import { gitFacts } from '../../src/runtime/policy/git-facts.ts';
import { scripted } from '../support/scripted-world.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

const run = promisify(execFile);

let world: World;
/** Exists once a planted program has been run. */
let marker: string;
let trap: string;

beforeAll(async () => {
  world = await createWorld({
    config: {
      default_agent: 'scripted',
      limits: { min_free_disk: '1MB', min_free_memory: '1MB' },
      policy: { level: 'moderate' },
    },
    files: { 'README.md': 'hello\n', 'docs/a.md': 'a\n', 'packages/web/b.ts': 'b\n' },
  });
  // A repository of people who use it reads a file more in each git directory.
  await world.git('config', 'extensions.worktreeConfig', 'true');
  marker = join(world.root, 'ran');
  trap = join(world.root, 'trap');
  writeFileSync(trap, `#!/bin/sh\n: > '${marker}'\n`);
  chmodSync(trap, 0o755);
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

beforeEach(() => rmSync(marker, { force: true }));

const configuration = (top: string) =>
  `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ${top}\n\tfsmonitor = ${trap}\n`;

function write(directory: string, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
}

/** Each makes the directory a repository to git, without a file below a `.git` directory. */
const plants: Record<string, (directory: string) => void> = {
  'the four files of a bare repository': (directory) => {
    write(directory, {
      HEAD: 'ref: refs/heads/main\n',
      config: configuration(directory),
      'objects/info/.keep': '',
      'refs/heads/.keep': '',
    });
  },
  'HEAD and commondir, with the configuration elsewhere': (directory) => {
    const store = join(world.repo, 'store');
    const config = `[core]\n\trepositoryformatversion = 0\n\tfsmonitor = ${trap}\n[extensions]\n\tworktreeConfig = true\n`;
    write(store, { config, 'objects/info/.keep': '', 'refs/heads/.keep': '' });
    write(directory, {
      HEAD: 'ref: refs/heads/main\n',
      commondir: `${store}\n`,
      'config.worktree': `[core]\n\tworktree = ${directory}\n`,
    });
  },
  'HEAD and commondir, with the repository of the session, and a configuration of its own': (directory) => {
    write(directory, {
      HEAD: 'ref: refs/heads/main\n',
      commondir: `${join(world.repo, '.git')}\n`,
      'config.worktree': configuration(directory),
    });
  },
  'a .git file that leads to another directory': (directory) => {
    const store = join(world.repo, 'hidden');
    write(store, {
      HEAD: 'ref: refs/heads/main\n',
      config: configuration(directory),
      'objects/info/.keep': '',
      'refs/heads/.keep': '',
    });
    write(directory, { '.git': `gitdir: ${store}\n` });
  },
};

const status = async (command: string) =>
  (await world.cli('policy', 'explain', 'Bash', command, '--repo', world.repo)).status;

describe.each(Object.entries(plants))('%s', (_what, plant) => {
  const sub = () => join(world.repo, 'sub');

  beforeEach(() => {
    for (const name of ['sub', 'store', 'hidden'])
      rmSync(join(world.repo, name), { recursive: true, force: true });
    plant(sub());
  });

  it('is a trap for git', async () => {
    await run('git', ['status'], { cwd: sub(), env: world.env }).catch(() => {});
    expect(existsSync(marker)).toBe(true);
  });

  it.each([
    'cd sub && git status',
    'cd sub && git diff',
    'cd sub/objects && git log --oneline',
    'git -C sub status',
    'cd docs && cd ../sub && git diff',
    '(cd sub && git status)',
    'cd sub; git diff --stat | head -5',
  ])('is asked about: %s', async (command) => {
    if (command.includes('objects')) mkdirSync(join(sub(), 'objects'), { recursive: true });
    expect(await status(command)).toBe(3);
    expect(existsSync(marker)).toBe(false);
  });
});

describe('the repository of the session', () => {
  it.each([
    'git status',
    'cd docs && git status',
    'git -C docs status',
    'cd packages/web && git diff --stat && cd ../.. && git log --oneline -3',
    'git -C packages/web log --oneline -5',
  ])('is not: %s', async (command) => {
    expect(await status(command)).toBe(0);
  });
});

describe('a directory that belongs to no repository', () => {
  it('is no longer taken for one when it has been made one', async () => {
    const plain = join(world.root, 'plain');
    mkdirSync(join(plain, 'deep'), { recursive: true });
    const git = createGit({ environment: world.env });
    const facts = async () => [...(await gitFacts(git, plain, [plain, join(plain, 'deep')])).values()];
    expect(await facts()).toEqual(['none', 'none']);
    plants['the four files of a bare repository']?.(plain);
    expect(await facts()).toEqual(['other', 'other']);
    expect(existsSync(marker)).toBe(false);
  });
});

describe('a session', () => {
  it('waits for a person before its agent runs git in what it has written itself', async () => {
    const plant = `mkdir -p sub/objects sub/refs && cp '${join(world.root, 'planted')}' sub/config && echo 'ref: refs/heads/main' > sub/HEAD`;
    writeFileSync(join(world.root, 'planted'), configuration('.'));
    const [session] = await world.client.ask('sessions', {
      type: 'start',
      repo: world.repo,
      tasks: [
        {
          task: scripted(
            { do: 'run', command: 'cd docs && git status', ask: true },
            { do: 'run', command: plant },
            { do: 'run', command: 'cd sub && git status', ask: true },
            { do: 'say', text: 'done' },
          ),
        },
      ],
    });
    const id = session?.id ?? '';
    await untilSession(world, id, ({ phase }) => phase === 'waiting');
    const approval = (await world.client.approvals()).find(({ session_id }) => session_id === id);
    expect(approval).toMatchObject({ input: { command: 'cd sub && git status' } });
    expect(approval?.reason).toContain('another repository');
    expect(existsSync(marker)).toBe(false);
    expect((await world.cli('deny', approval?.id ?? '')).status).toBe(0);
    await untilEnded(world, [id]);
    expect(existsSync(marker)).toBe(false);
  });
});
