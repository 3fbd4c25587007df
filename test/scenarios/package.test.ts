/** The package as `npm pack` makes it, installed into an empty prefix and run under the Nodes that people have. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOldNode, oldNodes } from '../support/old-nodes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { createWorld, type World } from '../support/world.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

let scratch: string;
/** All programs of this machine but Node. */
let programs: string;
let tarball: string;

beforeAll(async () => {
  scratch = temporaryDirectory();
  programs = join(scratch, 'programs');
  linkProgramsWithoutNode(programs);
  // What was built some time ago must not stand in for what is built now.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const { stdout } = await run('npm', ['pack', '--pack-destination', scratch], { cwd: root });
  tarball = join(scratch, stdout.trim().split('\n').at(-1) ?? '');
});

describe('npm pack in a checkout', () => {
  it('packs the program, its library and its types', async () => {
    const { stdout } = await run('tar', ['-tzf', tarball]);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'package/bin/fairlead',
        'package/bin/package.json',
        'package/dist/fairlead.js',
        'package/dist/store-worker.js',
        'package/dist/scripted-agent.js',
        'package/dist/library.js',
        'package/dist/types/main/library.d.ts',
      ]),
    );
  });

  it('makes a package that says so where it was told to leave the program out', async () => {
    const empty = join(scratch, 'empty');
    mkdirSync(empty);
    await run('tar', ['-xzf', tarball, '-C', empty, '--exclude=package/dist']);
    await expect(run(process.execPath, [join(empty, 'package/bin/fairlead'), 'ls'])).rejects.toMatchObject({
      code: 78,
      stderr: expect.stringMatching(
        /^fairlead: the package was made without the program: .*\ntry: npm pack/,
      ) as string,
    });
  });
});

/** Where a Node is that the old one can hand over to. */
const helpers = ['a version manager has a newer one', 'npm brings a newer one'] as const;

describe.each([
  ...oldNodes.map((version, index) => ({
    version,
    directory: findOldNode(version),
    helper: helpers[index === 0 ? 1 : 0],
  })),
  { version: process.versions.node, directory: dirname(process.execPath), helper: 'itself new enough' },
])('the package on Node $version ($helper)', ({ version, directory = '', helper }) => {
  let world: World;
  let prefix: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    world = await createWorld();
    prefix = join(world.root, 'prefix');
    const own = { ...process.env, ...world.env, PATH: [directory, programs].join(delimiter) };
    // What npm and vitest tell their children is nothing that a terminal has.
    env = Object.fromEntries(
      Object.entries(own).filter(([name]) => !/^(npm_|VITEST|NODE_OPTIONS|NVM_DIR|XDG_)/.test(name)),
    );
    // The registry of this machine is where its user has configured it, in a home directory that is not this one.
    env['npm_config_userconfig'] = join(process.env['HOME'] ?? '', '.npmrc');
    if (helper === 'a version manager has a newer one') {
      const managed = join(world.home, `.nvm/versions/node/v${process.versions.node}/bin`);
      mkdirSync(managed, { recursive: true });
      symlinkSync(process.execPath, join(managed, 'node'));
    }
  });

  afterAll(() => world[Symbol.asyncDispose]());

  it.runIf(directory)('is installed into an empty prefix, and runs the demo', async () => {
    const { stdout: own } = await run('node', ['--version'], { env });
    expect(own.trim()).toBe(`v${version}`);
    await run('npm', ['install', '--global', '--prefix', prefix, tarball], { env });
    const { stdout } = await run(join(prefix, 'bin/fairlead'), ['demo'], { env, cwd: world.repo });
    expect(stdout).toMatch(/^4 completed · /m);
    expect(readdirSync(join(prefix, 'lib/node_modules'))).toEqual(['fairlead']);
  });

  it.runIf(directory)('gives a program of that Node its library', async () => {
    const library = join(prefix, 'lib/node_modules/fairlead/dist/library.js');
    const program = `import(${JSON.stringify(library)})
      .then(({ connect }) => connect())
      .then((client) => client.daemon())
      .then(({ version }) => console.log(version));`;
    const { stdout } = await run('node', ['-e', program], { env, cwd: world.repo });
    expect(stdout).toBe('0.1.0\n');
  });

  it.runIf(directory && version !== process.versions.node)(
    'prints nothing but its answer once the newer Node is there',
    async () => {
      const { stdout, stderr } = await run(join(prefix, 'bin/fairlead'), ['ls', '--json'], {
        env,
        cwd: world.repo,
      });
      expect(JSON.parse(stdout)).toMatchObject({ type: 'sessions' });
      expect(stderr).toBe('');
    },
  );
});

it('says what to do where there is no newer Node and no way to npm', async () => {
  const [version] = oldNodes;
  const directory = findOldNode(version);
  if (!directory) return;
  const home = join(scratch, 'offline');
  await run('tar', ['-xzf', tarball, '-C', scratch]);
  const env = { HOME: home, PATH: [directory, programs].join(delimiter), npm_config_offline: 'true' };
  await expect(run(join(scratch, 'package/bin/fairlead'), ['ls'], { env })).rejects.toMatchObject({
    code: 78,
    stderr: expect.stringMatching(
      /fairlead: Node 20\.9\.0 is too old, and no newer one was found: npm could not get one: .*\ntry: install Node 24\.15/,
    ) as string,
  });
  expect(readdirSync(join(home, '.cache/fairlead'))).toEqual([]);
});

function linkProgramsWithoutNode(to: string): void {
  mkdirSync(to);
  const linked = new Set(['node', 'npx']);
  for (const directory of (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    if (directory.includes('node_modules')) continue;
    for (const name of listed(directory).filter((entry) => !linked.has(entry))) {
      symlinkSync(join(directory, name), join(to, name));
      linked.add(name);
    }
  }
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
