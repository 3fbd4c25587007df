/** Every rule of `npm run check` that is not the compiler's or the formatter's, each with a planted breach. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findAll } from './find-all.ts';
import { buildSoundHouse } from './sound-house.ts';

const home = join(import.meta.dirname, '../..');
const core = 'src/core/decide.ts';
const page = 'docs/ARCHITECTURE.md';

/** A text added to a file of the core, and the expected report. */
const inCore: [planted: string, breach: string][] = [
  ['Date.now();', 'core may not use Date.now (clock)'],
  ["Date['now']();", 'core may not use Date.now (clock)'],
  ['Date[`now`]();', 'core may not use Date.now (clock)'],
  ['const { now } = Date;', 'core may not use Date (clock)'],
  ['const { now: tick } = Date;', 'core may not use Date (clock)'],
  ['const clock = Date;', 'core may not use Date (clock)'],
  ["Reflect.get(Date, 'now')();", 'core may not use Reflect (globals)'],
  ['new Date();', 'core may not use new Date() (clock)'],
  ['new Date;', 'core may not use new Date() (clock)'],
  ['new Date(...[]);', 'core may not use new Date() (clock)'],
  ['Date();', 'core may not use Date (clock)'],
  ['new Date(0).constructor;', 'core may not use .constructor (globals)'],
  ['class Today extends Date {}', 'core may not use Date (clock)'],
  ['new Intl.DateTimeFormat().format();', 'core may not use Intl (clock)'],
  ['Temporal.Now.instant();', 'core may not use Temporal (clock)'],
  ['performance.now();', 'core may not use performance (clock)'],
  ['setTimeout(() => {}, 1);', 'core may not use setTimeout (clock)'],
  ['globalThis.Date.now();', 'core may not use globalThis (globals)'],
  ["globalThis['Da' + 'te'].now();", 'core may not use globalThis (globals)'],
  ['self.Date.now();', 'core may not use self (globals)'],
  ["eval('Date.now()');", 'core may not use eval (globals)'],
  ["new Function('return Date.now()')();", 'core may not use Function (globals)'],
  ['const Function = 1; Function;', 'core may not use Function (globals)'],
  ['declare const performance: any; performance.now();', 'core may not use performance (clock)'],
  ['Math.random();', 'core may not use Math.random (chance)'],
  ["Math['random']();", 'core may not use Math.random (chance)'],
  ['const { random } = Math;', 'core may not use Math (chance)'],
  ["const way = 'random'; Math[way as never];", 'core may not use Math.[…] (chance)'],
  ['crypto.randomUUID();', 'core may not use crypto (chance)'],
  ['export async function wait() {}', 'core may not use async (async)'],
  ['export const wait = async () => {};', 'core may not use async (async)'],
  ['await 1;', 'core may not use await (async)'],
  ['Promise.resolve(1);', 'core may not use Promise (async)'],
  ['const later: any = 1; later.then(() => {});', 'core may not use .then() (async)'],
  ["const later: any = 1; later['then'](() => {});", 'core may not use .then() (async)'],
  ['const { constructor: Made } = new Date(0);', 'core may not use .constructor (globals)'],
  [
    "Object.getOwnPropertyDescriptor(Object.getPrototypeOf(new Date(0)), 'constructor');",
    "core may not use 'constructor' (globals)",
  ],
  ['(Date).now();', 'core may not use Date (clock)'],
  ['(Date as any).now();', 'core may not use Date (clock)'],
  ['Date?.now();', 'core may not use Date.now (clock)'],
  ['export { Date };', 'core may not use Date (clock)'],
  ["import('./port.ts');", 'core may not use import() (async)'],
  ['Array.fromAsync([]);', 'core may not use .fromAsync() (async)'],
  ['for await (const part of []) part;', 'core may not use for await (async)'],
  ['queueMicrotask(() => {});', 'core may not use queueMicrotask (async)'],
  ["import 'node:crypto';", 'core may not import the package node:crypto'],
  ["import '../host/read.ts';", 'core may not import src/host/read.ts'],
  ["export * from '../host/read.ts';", 'core may not import src/host/read.ts'],
  ["type Read = import('../host/read.ts').Read;", 'core may not import src/host/read.ts'],
  ["import read = require('../host/read.ts');", 'core may not import src/host/read.ts'],
  ["require('../host/read.ts');", 'core may not import src/host/read.ts'],
  ["import('../host/read.ts');", 'core may not import src/host/read.ts'],
  ['import(`../host/read.ts`);', 'core may not import src/host/read.ts'],
  ["import.meta.resolve('../host/read.ts');", 'core may not import src/host/read.ts'],
  ["import(new URL('../host/read.ts', import.meta.url).href);", 'core may not import src/host/read.ts'],
  ["new Worker(new URL('../host/read.ts', import.meta.url));", 'core may not import src/host/read.ts'],
  ["const room = 'host'; import(`../${room}/read.ts`);", 'imports a computed path: write the path'],
  ["import('../ho' + 'st/read.ts');", 'imports a computed path: write the path'],
  ["import 'file:///host/read.ts';", 'core may not import the package file:///host/read.ts'],
  ["import '../../tools/run.ts';", 'imports tools/run.ts, outside src/'],
];

/** A change of a file, and the expected report. */
const elsewhere: [rule: string, path: string, change: (text: string) => string, breach: string][] = [
  [
    'a value from a layer whose types are allowed',
    'src/host/more.ts',
    () => "import { yes } from '../base/result.ts';\n",
    'src/host/more.ts:1: host may import only types from base: write "import type"',
  ],
  [
    'another file of a layer of which one file is allowed',
    'src/host/more.ts',
    () => "import '../core/decide.ts';\n",
    'src/host/more.ts:1: host may not import src/core/decide.ts',
  ],
  ['a forbidden name', 'src/host/more.ts', () => 'exit();\n', 'src/host/more.ts:1: host may not use exit'],
  [
    'a forbidden word',
    'src/base/more.ts',
    () => '// of a session\n',
    'src/base/more.ts:1: base may not know the word "session"',
  ],
  [
    'JavaScript beside the TypeScript',
    'src/core/more.mjs',
    () => 'Date.now();\n',
    'src/core/more.mjs:1: core may not use Date.now (clock)',
  ],
  [
    'a file that only looks like a test',
    'src/core/more.test.helper.ts',
    () => 'Date.now();\n',
    'src/core/more.test.helper.ts:1: core may not use Date.now (clock)',
  ],
  [
    'a folder that is no layer',
    'src/extra/more.ts',
    () => 'export {};\n',
    'src/extra/more.ts: its folder is no layer of docs/ARCHITECTURE.md',
  ],
  [
    'a circle of imports',
    'src/core/port.ts',
    (text) => `import './decide.ts';\n${text}`,
    'src/core/decide.ts: imports itself through port.ts',
  ],
  [
    'a circle of types',
    'src/base/result.ts',
    (text) => `import type { More } from './more.ts';\nexport type Most = More;\n${text}`,
    'src/base/more.ts: imports itself through result.ts',
  ],
  [
    'a circle of import types',
    'src/base/result.ts',
    (text) => `export type Most = import('./more.ts').More;\n${text}`,
    'src/base/more.ts: imports itself through result.ts',
  ],
  [
    'a circle in the tests',
    'test/read.test.ts',
    () => "import './read.test.ts';\n",
    'test/read.test.ts: imports itself',
  ],
  [
    'a layer that may be imported and is not',
    page,
    (text) =>
      text.replace('| base  |                            |', '| base  | host                       |'),
    `${page}: base may import host but never does: take it out of the table`,
  ],
  [
    'one file that may be imported and is not',
    page,
    (text) => text.replace('core/port.ts', 'core/port.ts, core/decide.ts'),
    `${page}: host may import core/decide.ts but never does: take it out of the table`,
  ],
  [
    'a package that may be imported and is not',
    page,
    (text) => text.replace('| zod   |', '| zod, ws |'),
    `${page}: core may import ws but never does: take it out of the table`,
  ],
  [
    'a room that imports one above it',
    'src/host/low/rest.ts',
    (text) => `import type { more } from '../high/more.ts';\nexport type More = typeof more;\n${text}`,
    'src/host/low/rest.ts:1: host/low may not import host/high',
  ],
  [
    'a folder that is no room',
    'src/host/extra/more.ts',
    () => 'export {};\n',
    'src/host/extra/more.ts: its folder is no room of docs/ARCHITECTURE.md',
  ],
  [
    'a room that may be imported and is not',
    page,
    (text) => text.replace('| host/low  |            |', '| host/low  | high       |'),
    `${page}: host/low may import host/high but never does: take it out of the table`,
  ],
  [
    'a reference that is missing',
    'src/core/tsconfig.json',
    (text) => text.replace('{"path":"../base"}', ''),
    'src/core/tsconfig.json: lacks the reference ../base of the layer table: add it',
  ],
  [
    'a reference too many',
    'src/base/tsconfig.json',
    (text) => text.replace('"references":[]', '"references":[{"path":"../core"}]'),
    'src/base/tsconfig.json: references ../core, which the layer table does not allow: remove it',
  ],
  [
    'a layer that the main tsconfig.json lacks',
    'tsconfig.json',
    (text) => text.replace('{"path":"src/host"}', '').replace(',]', ']'),
    'tsconfig.json: lacks the reference src/host of the layer table: add it',
  ],
  [
    'the types of Node where its modules are forbidden',
    'src/core/tsconfig.json',
    (text) => text.replace('"types":[]', '"types":["node"]'),
    'src/core/tsconfig.json: has the types of Node, but core may not import node:',
  ],
  ['a long file of the program', 'src/base/more.ts', lines(501), 'src/base/more.ts: 501 lines, 500 at most'],
  ['a long file of the web page', 'web/page.css', lines(501), 'web/page.css: 501 lines, 500 at most'],
  ['a long script of the web page', 'web/page.tsx', lines(501), 'web/page.tsx: 501 lines, 500 at most'],
  ['a long benchmark', 'bench/more.ts', lines(501), 'bench/more.ts: 501 lines, 500 at most'],
  ['a long tool', 'tools/more.ts', lines(501), 'tools/more.ts: 501 lines, 500 at most'],
  ['a long test', 'test/more.test.ts', lines(801), 'test/more.test.ts: 801 lines, 800 at most'],
  [
    'a test function of more than 80 lines',
    'test/more.test.ts',
    () => `it('reads', () => {${'\n'.repeat(81)}});\n`,
    'test/more.test.ts:1: a function of 82 lines, 80 at most: split it',
  ],
  [
    'a comment that switches off a rule about shape',
    'src/base/more.ts',
    () => '// oxlint-disable-next-line complexity -- it is a table\nexport {};\n',
    'src/base/more.ts:1: switches off a rule without exemptions',
  ],
  [
    'a comment that switches off every rule',
    'src/base/more.ts',
    () => '/* eslint-disable */\nexport {};\n',
    'src/base/more.ts:1: switches off a rule without exemptions',
  ],
  [
    'a link that leads nowhere',
    'docs/guides/more.md',
    () => 'See [that](../gone.md).\n',
    'docs/guides/more.md:1: names ../gone.md, which is not there',
  ],
  [
    'a path in a document that is not there',
    page,
    (text) => `${text}\nSee \`core/gone.ts\`.\n`,
    'names core/gone.ts, which is not there',
  ],
  [
    'a file name in a document that is not there',
    page,
    (text) => `${text}\nSee \`gone.ts\`.\n`,
    'names gone.ts, which is not there',
  ],
  [
    'a path in an example of a document that is not there',
    'CONTRIBUTING.md',
    () => 'Run:\n\n    node tools/gone.ts --all\n',
    'CONTRIBUTING.md:3: names tools/gone.ts, which is not there',
  ],
  [
    'a word in a document that has a plainer one',
    'docs/guides/more.md',
    () => '# Gates\n\nThe agent\nis **told** why `mend` failed.\n',
    'docs/guides/more.md:3: write the active verb: fairlead shows, reports: is told',
  ],
  [
    'a word in a comment that has a plainer one',
    'src/base/more.ts',
    () => '// `mend` is a name.\n\n// The agent is\n// told why.\nexport {};\n',
    'src/base/more.ts:3: write the active verb: fairlead shows, reports: is told',
  ],
  [
    'a word in a docstring that has a plainer one',
    'src/base/more.ts',
    () => '/**\n * Reads the table\n * anew.\n */\nexport {};\n',
    'src/base/more.ts:1: write again: anew',
  ],
  [
    'a package with an install script',
    'package-lock.json',
    () => '{ "packages": { "node_modules/bad": { "hasInstallScript": true } } }',
    'package-lock.json: node_modules/bad has an install script',
  ],
];

/** A function that oxlint must refuse. */
const shapes: [rule: string, text: string, code: string][] = [
  [
    'a function of more than 80 lines',
    `export function long() {${'\n'.repeat(80)}}\n`,
    'max-lines-per-function',
  ],
  [
    'a function of a complexity over 20',
    `export function complex(a: number) {\n${'  if (a > 1) a -= 1;\n'.repeat(20)}  return a;\n}\n`,
    'complexity',
  ],
];

describe('npm run check', () => {
  it('finds nothing in a project that keeps the rules', () => {
    using house = buildSoundHouse();
    expect(findAll(house.root)).toEqual([]);
  });

  it('runs every tool whose rules are shown here', () => {
    const { scripts } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
      scripts: Record<'check' | 'check:static', string>;
    };
    expect(scripts.check.split(' && ')).toContain('npm run check:static');
    expect(scripts['check:static'].split(' && ')).toEqual(
      expect.arrayContaining(['tsc -b', 'node tools/check/main.ts', 'oxlint --type-aware', 'knip']),
    );
  });

  it('ends with status 1 and one line per breach', () => {
    using house = buildSoundHouse();
    house.plant('src/extra/more.ts', () => 'export {};\n');
    const { status, stderr } = run(process.execPath, [join(home, 'tools/check/main.ts')], house.root);
    expect(stderr).toContain('src/extra/more.ts: its folder is no layer');
    expect(status).toBe(1);
  });

  it.each(inCore)('refuses in a pure layer: %s', (planted, breach) => {
    using house = buildSoundHouse();
    house.plant(core, (text) => `${text}${planted}\n`);
    const at = `${core}:12: `;
    expect(
      findAll(house.root)
        .filter((line) => line.startsWith(at))
        .join('\n'),
    ).toContain(breach);
  });

  it.each(elsewhere)('refuses %s', (_rule, path, change, breach) => {
    using house = buildSoundHouse();
    house.plant('src/base/more.ts', () => "export type More = import('./result.ts').Result;\n");
    house.plant(path, change);
    expect(findAll(house.root).join('\n')).toContain(breach);
  });

  it.each(shapes)('refuses %s', (_rule, text, code) => {
    using house = buildSoundHouse();
    cpSync(join(home, '.oxlintrc.json'), join(house.root, '.oxlintrc.json'));
    house.plant('src/base/more.ts', () => text);
    const { status, stdout } = run(join(home, 'node_modules/.bin/oxlint'), [], house.root);
    expect(stdout).toContain(`eslint(${code})`);
    expect(status).toBe(1);
  });

  it('refuses an export, a type and a file that nothing uses', () => {
    using house = buildSoundHouse();
    cpSync(join(home, 'knip.json'), join(house.root, 'knip.json'));
    symlinkSync(join(home, 'node_modules'), join(house.root, 'node_modules'));
    house.plant('src/main/fairlead.ts', () => "import '../../tools/run.ts';\n");
    house.plant(core, (text) => `${text}\nexport const idle = 1;\nexport interface Idle {}\n`);
    house.plant('src/base/more.ts', () => 'export {};\n');
    const { status, stdout } = run(join(home, 'node_modules/.bin/knip'), [], house.root);
    expect(stdout).toMatch(/^idle\s+src\/core\/decide\.ts/m);
    expect(stdout).toMatch(/^Idle\s+interface\s+src\/core\/decide\.ts/m);
    expect(stdout).toContain('src/base/more.ts');
    expect(status).toBe(1);
  });
});

function lines(count: number): () => string {
  return () => '\n'.repeat(count);
}

function run(program: string, args: string[], cwd: string) {
  return spawnSync(program, args, { cwd, encoding: 'utf8' });
}
