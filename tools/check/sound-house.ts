/** A small project that breaks no rule. Tests plant breaches in it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const table = `
# Architecture

The decisions are in \`core/decide.ts\`.

<!-- layers:begin -->

| layer | may import                 | npm   | forbidden                  | holds     |
| ----- | -------------------------- | ----- | -------------------------- | --------- |
| base  |                            |       | "session"                  | the rest  |
| core  | base                       | zod   | async clock chance globals | decisions |
| host  | base (types), core/port.ts | node: | exit                       | machine   |

<!-- layers:end -->

<!-- rooms:begin -->

| room      | may import | holds |
| --------- | ---------- | ----- |
| host/low  |            | rest  |
| host/high | low        | more  |

<!-- rooms:end -->
`;

const sound: Record<string, string> = {
  'docs/ARCHITECTURE.md': table,
  'README.md': 'Run `node tools/run.ts`. See [the page](docs/ARCHITECTURE.md).\n',
  'package.json':
    '{ "name": "sound", "version": "1.0.0", "type": "module", "dependencies": { "zod": "4.0.0" } }',
  'package-lock.json': '{ "packages": { "": {}, "node_modules/zod": {} } }',
  'tsconfig.json': references('src/base', 'src/core', 'src/host'),
  'src/base/tsconfig.json': references(),
  'src/core/tsconfig.json': references('../base'),
  'src/host/tsconfig.json': references('../base', '../core'),
  'src/base/result.ts':
    'export interface Result {\n  ok: boolean;\n}\n\nexport const yes: Result = { ok: true };\n',
  'src/core/decide.ts': `import { z } from 'zod';
import { yes } from '../base/result.ts';
import { closed } from './port.ts';

/** \`Date.now()\` in a comment is no use of it. */
export function decide(at: string, due: Date): unknown {
  const later = new Date(Date.parse(at) + Math.max(1, 2)).toISOString();
  const tree = { then: [later], process: { started: at } };
  const { process } = tree;
  return [tree.then, process.started, due instanceof Date, z, yes, closed];
}
`,
  'src/core/port.ts':
    'export interface Port {\n  open: boolean;\n}\n\nexport const closed: Port = { open: false };\n',
  'src/host/read.ts': `import { readFileSync } from 'node:fs';
import type { Result } from '../base/result.ts';
import { closed } from '../core/port.ts';

export function read(path: string): Result {
  return { ok: closed.open || readFileSync(path).length > 0 };
}
`,
  'src/host/low/rest.ts': 'export const rest = 1;\n',
  'src/host/high/more.ts':
    "import { rest } from '../low/rest.ts';\nimport { read } from '../read.ts';\n\nexport const more = [rest, read];\n",
  'test/read.test.ts': `import { describe, it } from 'vitest';\nimport { read } from '../src/host/read.ts';\n
describe('read', () => {\n  it('reads', () => void read('/'));\n${'\n'.repeat(100)}});\n`,
  'tools/run.ts': `import { decide } from '../src/core/decide.ts';\n\ndecide('', new Date());\n`,
};

export interface House extends Disposable {
  root: string;
  /** @param change receives the content of the file, or an empty text */
  plant(path: string, change: (text: string) => string): void;
}

export function buildSoundHouse(): House {
  const root = mkdtempSync(join(tmpdir(), 'fairlead-check-'));
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(sound)) put(path, text);
  return {
    root,
    plant: (path, change) => put(path, change(sound[path] ?? '')),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

function references(...paths: string[]): string {
  return JSON.stringify({
    compilerOptions: { types: [] },
    references: paths.map((path) => ({ path })),
  });
}
