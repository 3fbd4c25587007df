/** Compares the references of every tsconfig.json with the layer table, so that the compiler knows the same layers. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import type { Layer } from './house.ts';
import type { Project } from './project.ts';

interface Configuration {
  compilerOptions?: { types?: string[] };
  references?: { path: string }[];
}

export function findWrongReferences({ root, layers }: Project): string[] {
  const all = layers.map(({ name }) => `src/${name}`);
  return [
    ...compare(root, 'tsconfig.json', all),
    ...layers.flatMap((layer) => {
      const file = `src/${layer.name}/tsconfig.json`;
      return [...compare(root, file, referencesOf(layer)), ...compareTypes(root, file, layer)];
    }),
  ];
}

function referencesOf({ mayImport }: Layer): string[] {
  return [...new Set(mayImport.map(({ target }) => `../${target.split('/')[0]}`))];
}

function compare(root: string, file: string, wanted: string[]): string[] {
  const found = (read(root, file)?.references ?? []).map(({ path }) => path);
  const missing = wanted.filter((path) => !found.includes(path));
  const extra = found.filter((path) => !wanted.includes(path));
  return [
    ...missing.map((path) => `${file}: lacks the reference ${path} of the layer table: add it`),
    ...extra.map((path) => `${file}: references ${path}, which the layer table does not allow: remove it`),
  ];
}

/** Node's types are allowed for layers that may import Node's modules, or a package written for Node. */
function compareTypes(root: string, file: string, { name, packages }: Layer): string[] {
  const types = read(root, file)?.compilerOptions?.types;
  if (types === undefined) return [`${file}: has no compilerOptions.types: write "types": []`];
  const pure = packages.length === 0 || !packages.includes('node:');
  return pure && types.includes('node')
    ? [`${file}: has the types of Node, but ${name} may not import node:`]
    : [];
}

function read(root: string, file: string): Configuration | undefined {
  const path = join(root, file);
  return existsSync(path) ? (parse(readFileSync(path, 'utf8')) as Configuration) : undefined;
}
