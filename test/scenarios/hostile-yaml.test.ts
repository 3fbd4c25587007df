/** YAML made to exhaust its reader is bad input like any other, and the daemon goes on. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ config: { default_agent: 'scripted' } });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

const bomb = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from(
    { length: 12 },
    (_, at) => `a${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(', ')}]`,
  ),
].join('\n');

const texts: [string, string][] = [
  ['aliases of aliases', bomb],
  ['maps as keys of maps', '{'.repeat(2_000) + '}'.repeat(2_000)],
  ['explicit keys', '? '.repeat(2_000)],
  ['more keys than anybody has', Array.from({ length: 20_000 }, (_, at) => `k${at}: x`).join('\n')],
  ['an alias of nothing', 'policy: *nothing'],
];

it.each(texts)('(%s) is a bad configuration, exit status 78', async (_what, text) => {
  const repo = join(world.root, 'bomb');
  mkdirSync(repo, { recursive: true });
  writeFileSync(join(repo, 'fairlead.yaml'), text);
  const shown = await world.cli('config', '--repo', repo);
  expect(shown.status, shown.stderr).toBe(78);
  expect(shown.stderr).toContain(join(repo, 'fairlead.yaml'));
  const started = await world.cli('start', 'x', '--repo', repo);
  expect(started.status, started.stderr).toBe(78);
  await expect(world.client.daemon()).resolves.toMatchObject({ stopping: false });
});

it.each(texts)('(%s) is a bad plan, exit status 2', async (_what, text) => {
  const plan = join(world.repo, 'bomb.yaml');
  for (const content of [text, `title: x\nunits:\n${text.replaceAll(/^/gm, '  ')}`]) {
    writeFileSync(plan, content);
    const shown = await world.cli('plan', 'show', plan);
    expect(shown.status, shown.stderr).toBe(2);
  }
  await expect(world.client.daemon()).resolves.toMatchObject({ stopping: false });
});
