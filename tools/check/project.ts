/** The files of the project, read once for all checks. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readHouse, type Layer } from './house.ts';
import { readSource, type Source } from './source.ts';

export interface CodeFile {
  /** The path from the root of the project. */
  path: string;
  text: string;
  source: Source;
}

export interface Project {
  root: string;
  layers: Layer[];
  code: CodeFile[];
}

export function readProject(root: string): Project {
  const paths = globSync('{src,test,tools,bench,web}/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}', {
    cwd: root,
  }).filter((path) => !path.includes('node_modules'));
  return {
    root,
    layers: readHouse(join(root, 'docs/ARCHITECTURE.md')),
    code: paths.toSorted().map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, source: readSource(path, text) };
    }),
  };
}

/** Returns the files to which the layer table applies: those of `src/` except tests. */
export function layeredCode({ code }: Project): CodeFile[] {
  return code.filter(({ path }) => path.startsWith('src/') && !isTest(path));
}

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

export function layerName(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Returns the path from the root that a relative import refers to; undefined for packages and computed paths. */
export function targetOf(file: string, specifier: string | undefined): string | undefined {
  return specifier?.startsWith('.') ? normalize(join(dirname(file), specifier)) : undefined;
}
