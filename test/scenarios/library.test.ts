/** The README's example, run and compiled as somebody would who has installed the package and nothing else. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../tools/build.ts';
import { createWorld, type World } from '../support/world.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
let world: World;
let project: string;

beforeAll(async () => {
  world = await createWorld();
  project = join(world.root, 'project');
  const installed = join(project, 'node_modules/fairlead');
  mkdirSync(installed, { recursive: true });
  for (const part of ['package.json', 'bin'])
    cpSync(join(root, part), join(installed, part), { recursive: true });
  await build(join(installed, 'dist'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(project, 'example.ts'), example());
});

afterAll(() => world[Symbol.asyncDispose]());

function example(): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, code] = /<!-- library example[^]*?```ts\n([^]*?)```/.exec(readme) ?? [];
  if (code === undefined) throw new Error('the README has no library example');
  return code;
}

describe('the library', () => {
  it('has an example that stays short', () => {
    expect(example().split('\n').filter(Boolean).length).toBeLessThanOrEqual(20);
  });

  it('does what the README says', async () => {
    const { stdout } = await run(process.execPath, [join(project, 'example.ts')], {
      cwd: world.repo,
      env: world.env,
    });
    expect(stdout).toBe(
      'completed  1\nfailed gate failed: test -s notes.md (exit status 1) 1\n1 completed, 1 failed\n',
    );
  });

  it('comes with the licences of what it holds', () => {
    const notices = readFileSync(join(project, 'node_modules/fairlead/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['commander', 'hono', 'jsonc-parser', 'unbash', 'ws', 'yaml', 'zod'])
      expect(notices).toMatch(new RegExp(`^${name} [\\d.]+ \\((MIT|ISC)\\)$`, 'm'));
  });

  it('is typed', async () => {
    const types = join(project, 'node_modules/@types');
    mkdirSync(types);
    symlinkSync(join(root, 'node_modules/@types/node'), join(types, 'node'));
    symlinkSync(join(root, 'node_modules/undici-types'), join(project, 'node_modules/undici-types'));
    const options =
      '--noEmit --strict --target es2024 --lib esnext --module nodenext --types node --skipLibCheck false';
    const compile = () =>
      run(join(root, 'node_modules/.bin/tsc'), [...options.split(' '), 'example.ts'], { cwd: project });
    await expect(compile()).resolves.toMatchObject({ stdout: '' });
    writeFileSync(join(project, 'example.ts'), example().replace('maxSessions: 2', "maxSessions: 'two'"));
    await expect(compile()).rejects.toMatchObject({
      stdout: expect.stringContaining("Type 'string' is not assignable to type 'number'") as string,
    });
  });

  it('starts its programs from the package alone', async () => {
    const listed = await run(
      process.execPath,
      [join(project, 'node_modules/fairlead/bin/fairlead'), 'ls', '--json'],
      {
        cwd: world.repo,
        env: world.env,
      },
    );
    expect((JSON.parse(listed.stdout) as { data: unknown[] }).data).toHaveLength(2);
  });
});
