/** Where fairlead keeps things is where the user says, never where the current directory happens to be, and nobody else's. */
import { chownSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld({ config: { default_agent: 'scripted' } });
});

afterEach(() => world[Symbol.asyncDispose]());

/** A repository's own file under the name that a user's configuration has below `XDG_CONFIG_HOME`. */
function plantConfiguration(): void {
  mkdirSync(join(world.repo, 'fairlead'));
  writeFileSync(
    join(world.repo, 'fairlead', 'config.yaml'),
    "default_agent: evil\nagents: { evil: { protocol: acp, command: [sh, -c, 'touch ran'] } }\n",
  );
}

describe('a repository that has a fairlead/config.yaml', () => {
  it.each(['', '.', './', '..', 'home/../repo'])(
    'does not become the configuration by XDG_CONFIG_HOME=%j',
    async (value) => {
      plantConfiguration();
      delete world.env['FAIRLEAD_CONFIG'];
      world.env['XDG_CONFIG_HOME'] = value;
      const shown = await world.cli('config', '--json');
      expect(shown.status).toBe(0);
      const values = shown.data<{ values: { key: string; value: unknown }[] }>().values;
      expect(values.find(({ key }) => key === 'default_agent')?.value).not.toBe('evil');
      const started = await world.cli('start', 'x', '--agent', 'evil');
      expect(started.status, started.stderr).not.toBe(0);
      expect(readdirSync(world.repo).toSorted()).toEqual(['.git', 'README.md', 'fairlead']);
    },
  );

  it.each(['XDG_STATE_HOME', 'FAIRLEAD_HOME'])('gets no state by an empty %s', async (name) => {
    delete world.env['FAIRLEAD_HOME'];
    world.env[name] = '';
    world.env['XDG_RUNTIME_DIR'] = '.';
    const { status, stderr } = await world.cli('ls');
    expect(status, stderr).toBe(0);
    expect(readdirSync(world.repo).toSorted()).toEqual(['.git', 'README.md']);
    expect(readdirSync(join(world.home, '.local/state/fairlead'))).toContain('daemon.json');
  });
});

it.each(['FAIRLEAD_HOME', 'FAIRLEAD_CONFIG'])('a relative %s is refused with its value', async (name) => {
  world.env[name] = 'here';
  const { status, stderr } = await world.cli('ls');
  expect(status).toBe(78);
  expect(stderr).toBe(`fairlead: ${name} is not an absolute path: here\n  try: ${name}="$PWD/here"\n`);
  expect((await world.cli('--help')).status).toBe(0);
  expect(readdirSync(world.repo).toSorted()).toEqual(['.git', 'README.md']);
});

describe('a state directory', () => {
  it.each([
    'token',
    'daemon.json',
    'daemon.log',
    'daemon.log.start',
    'daemon.sock',
    'fairlead.db',
    'lock.db',
    'sessions',
    'worktrees',
    'scratch',
    'trusted.json',
    'sessions/s1',
    'sessions/s1/out.jsonl',
  ])('in which %s is a link is refused, and what the link leads to is not touched', async (name) => {
    const elsewhere = join(world.root, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'kept'), 'kept');
    const path = join(world.state, name);
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    symlinkSync(name.includes('.') ? join(elsewhere, 'file') : elsewhere, path);
    const { status, stderr } = await world.cli('ls');
    expect(status, stderr).toBe(78);
    expect(stderr).toContain(`link in the state directory: ${path}`);
    expect(readdirSync(elsewhere)).toEqual(['kept']);
  });

  it('that is itself a link is refused', async () => {
    mkdirSync(join(world.root, 'elsewhere'));
    symlinkSync(join(world.root, 'elsewhere'), world.state);
    const { status, stderr } = await world.cli('ls');
    expect(status).toBe(78);
    expect(stderr).toContain('state directory is a link');
    expect(readdirSync(join(world.root, 'elsewhere'))).toEqual([]);
  });

  it.skipIf(process.getuid?.() !== 0)(
    'that somebody else owns is refused, with a daemon or without',
    async () => {
      mkdirSync(world.state, { mode: 0o700 });
      chownSync(world.state, 65_534, 65_534);
      const refused = await world.cli('ls');
      expect(refused.status).toBe(78);
      expect(refused.stderr).toContain('belongs to another user (65534, you are 0)');
      chownSync(world.state, 0, 0);
      await world.startDaemon();
      expect((await world.cli('ls')).status).toBe(0);
      chownSync(world.state, 65_534, 65_534);
      expect((await world.cli('ls')).status).toBe(78);
    },
  );

  it.skipIf(process.getuid?.() !== 0)('with a file of somebody else in it is refused', async () => {
    mkdirSync(world.state, { mode: 0o700 });
    writeFileSync(join(world.state, 'token'), 'known to somebody else: 0123456789abcdef');
    chownSync(join(world.state, 'token'), 65_534, 65_534);
    expect((await world.cli('ls')).status).toBe(78);
  });
});
