/** Builds the package: one bundle with an entry for each program, nothing to install beside it, and the library's types. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');

/** @param out the directory to write to, which is emptied first */
export async function build(out = join(root, 'dist')): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  const entries = ['fairlead', 'store-worker', 'scripted-agent', 'library'];
  await using bundle = await rolldown({
    input: Object.fromEntries(
      entries
        .map((name) => [name, join(root, `src/main/${name}.ts`)])
        .filter(([, path]) => existsSync(path ?? '')),
    ),
    platform: 'node',
    // Programs are found beside each other, so all of them stand in one directory.
    resolve: { mainFields: ['module', 'main'] },
  });
  await bundle.write({
    dir: out,
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[hash].js',
  });
  writeTypes(join(out, 'types'));
}

/** The compiler has written declarations of every layer; the library's are among them. */
function writeTypes(to: string): void {
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-b'], { cwd: root, stdio: 'inherit' });
  mkdirSync(to, { recursive: true });
  for (const layer of [
    'base',
    'contract',
    'client',
    'main',
    'agents',
    'core',
    'runtime',
    'host',
    'store',
    'api',
    'cli',
  ])
    cpSync(join(root, 'node_modules/.cache/tsc/src', layer), join(to, layer), { recursive: true });
}

if (process.argv[1] === import.meta.filename) await build(process.argv[2]);
