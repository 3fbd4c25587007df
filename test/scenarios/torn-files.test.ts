/** A crash or a full disk cuts a file of fairlead's in the middle of a line: it is read all the same. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld({ config: { default_agent: 'scripted' } });
});

afterEach(() => world[Symbol.asyncDispose]());

it('`daemon logs` shows a log whose last line is torn, and the next daemon begins a new one', async () => {
  await world.startDaemon();
  await world.killDaemon();
  const log = join(world.state, 'daemon.log');
  appendFileSync(log, '{"level":30,"msg":"half of a li');
  const people = await world.cli('daemon', 'logs');
  expect(people.status, people.stderr).toBe(0);
  expect(people.stdout).toContain('"msg":"ready"');
  expect(people.stderr).toContain('half of a li');
  await world.startDaemon();
  const programs = await world.cli('daemon', 'logs', '--json');
  expect(programs.status, programs.stderr).toBe(0);
  const ready = programs.stdout.trimEnd().split('\n');
  expect(ready.map((line) => (JSON.parse(line) as { data: { msg: string } }).data.msg)).toEqual([
    'ready',
    'ready',
  ]);
  expect(readFileSync(log, 'utf8')).toMatch(/half of a li\n\{/);
});

it.each(['trusted.json', 'daemon.json', 'token'])(
  'a torn %s does not keep a daemon from starting',
  async (name) => {
    await world.startDaemon();
    await world.killDaemon();
    writeFileSync(join(world.state, name), '{"pi');
    await world.startDaemon();
    writeFileSync(join(world.repo, 'fairlead.yaml'), 'workspace: { setup: "true" }\n');
    const trusted = await world.cli('trust', world.repo);
    expect(trusted.status, trusted.stderr).toBe(0);
    expect((await world.cli('ls')).status).toBe(0);
    expect(readFileSync(join(world.state, 'token'), 'utf8').trim()).toHaveLength(43);
  },
);
