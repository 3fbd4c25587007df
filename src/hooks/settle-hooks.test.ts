/** Settings files on a real disk: existing content is kept, also behind symbolic links. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HooksAction, HooksReport } from '../cli/context.ts';
import {
  createSettingsFile,
  readSettingsFile,
  removeSettingsFile,
  replaceSettingsFile,
} from './settings-file.ts';
import { settleHooks } from './settle-hooks.ts';

let root: string;
let path: string;
let program: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'fairlead-hooks-')));
  path = join(root, 'claude/settings.json');
  mkdirSync(join(root, 'claude'));
  program = join(root, 'fairlead');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function settle(
  action: HooksAction,
  scope: HooksReport['scope'] = 'user',
  repo = root,
): Promise<HooksReport> {
  const env = { HOME: root, PATH: process.env['PATH'] };
  return settleHooks(action, { scope, repo }, { env, program, userDirectory: () => join(root, 'claude') });
}

const theirs = '{\r\n\t"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "x"}]}]}\r\n}\r\n';

test('install, status and uninstall tell the same shape', async () => {
  writeFileSync(path, theirs);
  const plain = { scope: 'user', path, other_hooks: 1, problem: null } as const;
  const installed = { ...plain, installed: true, program };
  const gone = { ...plain, installed: false, program: null };
  await expect(settle('status')).resolves.toEqual({ ...gone, changed: false, backup: null });
  const [first, second] = [`${path}.fairlead-1.bak`, `${path}.fairlead-2.bak`];
  await expect(settle('install')).resolves.toEqual({ ...installed, changed: true, backup: first });
  const text = readFileSync(path, 'utf8');
  await expect(settle('install')).resolves.toEqual({ ...installed, changed: false, backup: null });
  await expect(settle('status')).resolves.toEqual({ ...installed, changed: false, backup: null });
  expect(readFileSync(path, 'utf8')).toBe(text);
  await expect(settle('uninstall')).resolves.toEqual({ ...gone, changed: true, backup: second });
  await expect(settle('uninstall')).resolves.toEqual({ ...gone, changed: false, backup: null });
  expect(readFileSync(path, 'utf8')).toBe(theirs);
  expect(readFileSync(first, 'utf8')).toBe(theirs);
  expect(readFileSync(second, 'utf8')).toBe(text);
});

test('earlier copies are kept', async () => {
  writeFileSync(path, '{}');
  writeFileSync(`${path}.fairlead-1.bak`, 'precious');
  await expect(settle('install')).resolves.toMatchObject({ backup: `${path}.fairlead-2.bak` });
  expect(readFileSync(`${path}.fairlead-1.bak`, 'utf8')).toBe('precious');
});

test('a file that was made goes again, and nothing is left', async () => {
  rmSync(join(root, 'claude'), { recursive: true });
  await expect(settle('install')).resolves.toMatchObject({ changed: true, backup: null, other_hooks: 0 });
  await expect(settle('uninstall')).resolves.toMatchObject({ changed: true, backup: null, installed: false });
  expect(readdirSync(join(root, 'claude'))).toEqual([]);
});

test('a mark at the beginning and the mode of the file stay, also of its copies', async () => {
  writeFileSync(path, `\uFEFF${theirs}`);
  chmodSync(path, 0o640);
  const { backup } = await settle('install');
  expect(readFileSync(path, 'utf8')).toMatch(/^\uFEFF\{\r\n/);
  for (const file of [path, backup ?? '']) expect(statSync(file).mode & 0o777).toBe(0o640);
  await settle('uninstall');
  expect(readFileSync(path, 'utf8')).toBe(`\uFEFF${theirs}`);
});

test('what a link leads to is written, and the link stays', async () => {
  const real = join(root, 'dotfiles.json');
  writeFileSync(real, theirs);
  symlinkSync(real, path);
  await settle('install');
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(readFileSync(real, 'utf8')).toContain(' hook || exit 1');
  await settle('uninstall');
  expect(readFileSync(real, 'utf8')).toBe(theirs);
  writeFileSync(
    real,
    '{\n  "hooks": {\n    "PreToolUse": [\n      {"hooks": [{"command": "fairlead hook"}]}\n    ]\n  }\n}\n',
  );
  await settle('uninstall');
  expect(readFileSync(real, 'utf8')).toBe('{}\n');
});

test('a hook of a program that has gone is said, and brought up to date by install', async () => {
  const hook = (command: string) =>
    `{"hooks": {"PreToolUse": [{"hooks": [{"type": "command", "command": "${command}"}]}]}}`;
  writeFileSync(path, hook('/gone/fairlead hook'));
  await expect(settle('status')).resolves.toMatchObject({
    installed: true,
    program: '/gone/fairlead',
    problem: '/gone/fairlead is not there any more, or cannot be run: install the hook again',
  });
  await expect(settle('install')).resolves.toMatchObject({ changed: true, problem: null });
  expect(readFileSync(path, 'utf8')).toBe(hook(`'${program}' hook || exit 1`));
});

test('what keeps it from being run is said', async () => {
  writeFileSync(path, '{"disableAllHooks": true}');
  await expect(settle('status')).resolves.toMatchObject({ installed: false, problem: null });
  await expect(settle('install')).resolves.toMatchObject({
    installed: true,
    problem: '"disableAllHooks" is set there',
  });
});

test('settings of a repository are those at its top, also from below it', async () => {
  const repo = join(root, 'repo');
  mkdirSync(join(repo, 'a/b'), { recursive: true });
  execFileSync('git', ['init', '-q', repo]);
  for (const [scope, name] of [
    ['project', 'settings.json'],
    ['local', 'settings.local.json'],
  ] as const) {
    const report = await settle('install', scope, join(repo, 'a/b'));
    expect(report).toMatchObject({ scope, path: join(repo, '.claude', name), installed: true });
    await settle('uninstall', scope, repo);
  }
  expect(existsSync(path)).toBe(false);
  await expect(settle('install', 'project', join(root, 'none'))).rejects.toThrow(/not a directory/);
  await expect(settle('status', 'local', root)).resolves.toMatchObject({
    path: join(root, '.claude/settings.local.json'),
  });
});

test('what another program writes meanwhile is not written over', () => {
  writeFileSync(path, theirs);
  const file = readSettingsFile(path);
  if (!file) throw new Error('it was there');
  writeFileSync(path, '{"model": "opus"}');
  const busy = expect.objectContaining({ code: 'busy' }) as Error;
  expect(() => replaceSettingsFile(file, '{}')).toThrow(busy);
  expect(() => removeSettingsFile(file)).toThrow(busy);
  expect(() => createSettingsFile(path, '{}')).toThrow(busy);
  expect(readFileSync(path, 'utf8')).toBe('{"model": "opus"}');
  expect(readdirSync(join(root, 'claude'))).toEqual(['settings.json']);
});

const unusual: [string, () => void, RegExp][] = [
  ['a directory', () => mkdirSync(path), /is a directory/],
  ['a device', () => symlinkSync('/dev/null', path), /is not a file/],
  ['a link that leads nowhere', () => symlinkSync('nowhere', path), /is a link that leads nowhere/],
  ['a ring of links', () => symlinkSync('settings.json', path), /cannot be read or written|leads nowhere/],
  ['no text', () => writeFileSync(path, Buffer.from([0x7b, 0xff, 0x7d])), /is not UTF-8 text/],
  ['huge', () => (writeFileSync(path, ''), truncateSync(path, 5e6)), /is larger than 4 MiB/],
  ['no JSON', () => writeFileSync(path, '{"a" 1}'), /is not JSON in line 1/],
  [
    'in a file',
    () => (rmSync(join(root, 'claude'), { recursive: true }), writeFileSync(join(root, 'claude'), '')),
    /./,
  ],
];

test.each(unusual)('what is %s is refused, and nothing is changed', async (_what, make, why) => {
  make();
  const before = readdirSync(root, { recursive: true });
  for (const action of ['install', 'uninstall', 'status'] as const)
    await expect(settle(action)).rejects.toMatchObject({
      name: 'FairleadError',
      message: expect.stringMatching(why) as string,
      code: expect.stringMatching(/^(configuration|environment)$/) as string,
    });
  expect(readdirSync(root, { recursive: true })).toEqual(before);
});
