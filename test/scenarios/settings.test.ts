/** What a person writes into a configuration, and what `config` and `doctor` say of it. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Finding } from '../../src/cli/context.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world[Symbol.asyncDispose]());

const configure = (text: string) => writeFileSync(join(world.root, 'config.yaml'), text);

async function valueOf(key: string): Promise<unknown> {
  const shown = await world.cli('config', '--json');
  expect(shown.status, shown.stderr).toBe(0);
  return shown.data<{ values: { key: string; value: unknown }[] }>().values.find((entry) => entry.key === key)
    ?.value;
}

it.each([
  ['limits: { min_free_disk: 0 }', 'limits.min_free_disk', '0B'],
  ['limits: { min_free_disk: 2000000 }', 'limits.min_free_disk', '2000000B'],
  ['limits: { min_free_memory: 1GB }', 'limits.min_free_memory', '1GB'],
  ['limits: { session_time: 90 }', 'limits.session_time', '90s'],
  ['silence_time: 5m', 'silence_time', '5m'],
])('%s is a limit', async (text, key, value) => {
  configure(text);
  expect(await valueOf(key)).toBe(value);
});

it.each(['-1', 'lots', '[1]', 'true', '.inf'])(
  '`min_free_disk: %s` is refused in one line',
  async (value) => {
    configure(`limits: { min_free_disk: ${value} }`);
    const { status, stderr } = await world.cli('config');
    expect(status).toBe(78);
    expect(stderr).toContain(
      'limits.min_free_disk: must be a size such as 500MB or 2GB, or a number of bytes',
    );
  },
);

it('`doctor` says whether there is a configuration file', async () => {
  const configuration = async () => {
    const findings = (await world.cli('doctor', '--json')).stdout;
    const { data } = JSON.parse(findings) as { data: Finding[] };
    return data.find(({ name }) => name === 'configuration');
  };
  configure('max_parallel: 2');
  expect(await configuration()).toMatchObject({ state: 'ok', detail: join(world.root, 'config.yaml') });
  rmSync(join(world.root, 'config.yaml'));
  expect(await configuration()).toMatchObject({
    state: 'absent',
    detail: `not found, defaults apply: ${join(world.root, 'config.yaml')}`,
  });
});
