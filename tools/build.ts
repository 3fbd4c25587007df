/** Builds the package: one bundle with an entry for each program and all dependencies, and the library's types. */
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');

/** Programs find each other in their own directory, so all entries are in one directory. */
const entries = ['fairlead', 'store-worker', 'scripted-agent', 'library'];

/** Sources of the library's types. */
const typed = ['base', 'contract', 'client', 'main/library.d.ts'];

/** @param out the output directory; it is emptied first */
export async function build(out = join(root, 'dist')): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  const modules = await bundle(out);
  writeNotices(join(out, 'THIRD-PARTY-NOTICES.txt'), modules);
  writeNode(join(out, 'node.json'));
  writeTypes(join(out, 'types'));
}

/**
 * Bundles the programs and the library.
 *
 * @param out the directory to write to
 * @returns the files that are in the bundle, as absolute paths
 */
export async function bundle(out: string): Promise<string[]> {
  await using made = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, join(root, `src/main/${name}.ts`)])),
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
  });
  const { output } = await made.write({
    dir: out,
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[hash].js',
  });
  return output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
}

/** Writes the licences of all bundled packages, as they require. */
function writeNotices(to: string, modules: readonly string[]): void {
  const names = modules.flatMap((id) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []);
  const notices = [...new Set(names)].toSorted().map((name) => {
    const directory = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
      version: string;
      license: string;
    };
    const [file] = globSync('{LICENSE,LICENCE,License,license}*', { cwd: directory });
    const text = file === undefined ? '' : readFileSync(join(directory, file), 'utf8');
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  writeFileSync(to, notices.join(`\n${'-'.repeat(78)}\n\n`));
}

/**
 * Writes which Node `bin/find-node.js` gets from npm if none is found: the version of tools/node, with its checksums.
 */
function writeNode(to: string): void {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const { optionalDependencies } = read('tools/node/package.json') as {
    optionalDependencies: Record<string, string>;
  };
  const { packages } = read('package-lock.json') as {
    packages: Record<string, { version: string; integrity: string }>;
  };
  const locked = Object.keys(optionalDependencies).map((name) => {
    const entry = packages[`node_modules/${name}`];
    if (!entry) throw new Error(`package-lock.json lacks ${name}: run npm install`);
    return [name, { version: entry.version, integrity: entry.integrity }];
  });
  writeFileSync(to, JSON.stringify(Object.fromEntries(locked), null, 2));
}

/** Copies the library's declarations from those that the compiler wrote for every layer. */
function writeTypes(to: string): void {
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-b'], { cwd: root, stdio: 'inherit' });
  const from = join(root, 'node_modules/.cache/tsc/src');
  for (const part of typed) cpSync(join(from, part), join(to, part), { recursive: true });
  includeZod(to);
}

/** Includes zod's declarations: schemas define the types of commands, and users of the library need not have zod. */
function includeZod(to: string): void {
  const from = join(root, 'node_modules/zod');
  for (const file of globSync(['index.d.ts', 'v4/**/*.d.ts'], { cwd: from }))
    cpSync(join(from, file), join(to, 'zod', file));
  for (const file of globSync('{base,contract,client,main}/**/*.d.ts', { cwd: to })) {
    const path = join(to, file);
    const zod = relative(dirname(path), join(to, 'zod/index.js'));
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll("from 'zod'", `from '${zod}'`));
  }
}

if (process.argv[1] === import.meta.filename) await build(process.argv[2]);
