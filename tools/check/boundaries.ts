/** Holds every file under src/ against the layer table: imports, npm packages, forbidden names and words, length. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readHouse, type Layer } from './house.ts';
import { readSource, type Import } from './source.ts';

const maximumLines = 500;

/** @returns one line per breach, each with the file, the line and what to do. */
export function findBreaches(root: string): string[] {
  const layers = new Map(readHouse(join(root, 'docs/ARCHITECTURE.md')).map((layer) => [layer.name, layer]));
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).toSorted();
  return files.flatMap((file) => checkFile(root, file, layers));
}

function checkFile(root: string, file: string, layers: Map<string, Layer>): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const breaches: string[] = [];
  const lines = text.split('\n').length - 1;
  if (lines > maximumLines)
    breaches.push(`${file}: ${lines} lines, ${maximumLines} at most: split it by idea`);
  if (file.includes('.test.')) return breaches;

  const layer = layers.get(file.split('/')[1] ?? '');
  if (!layer) return [...breaches, `${file}: its folder is no layer of docs/ARCHITECTURE.md`];
  const source = readSource(file, text);
  for (const found of source.imports) {
    const reason = importBreach(file, found, layer);
    if (reason) breaches.push(`${file}:${found.line}: ${reason}`);
  }
  for (const { name, line } of source.names)
    if (layer.names.includes(name)) breaches.push(`${file}:${line}: ${layer.name} may not use ${name}`);
  for (const word of layer.words) {
    const at = text.split('\n').findIndex((content) => new RegExp(`\\b${word}(s|\\b|_)`, 'i').test(content));
    if (at >= 0) breaches.push(`${file}:${at + 1}: ${layer.name} may not know the word "${word}"`);
  }
  return breaches;
}

function importBreach(file: string, found: Import, layer: Layer): string | undefined {
  const { specifier } = found;
  if (!specifier.startsWith('.')) return packageBreach(specifier, layer);
  const target = normalize(join(dirname(file), specifier));
  const [top, targetLayer = '', ...rest] = target.split('/');
  if (top !== 'src') return target === 'package.json' ? undefined : `imports ${target}, outside src/`;
  if (targetLayer === layer.name) return adapterBreach(file, target, layer);
  const allowed = layer.mayImport.find(
    (entry) => entry.target === targetLayer || entry.target === [targetLayer, ...rest].join('/'),
  );
  if (!allowed) return `${layer.name} may not import ${target}`;
  if (allowed.typesOnly && !found.typesOnly)
    return `${layer.name} may import only types from ${targetLayer}: write "import type"`;
  return undefined;
}

function packageBreach(specifier: string, layer: Layer): string | undefined {
  const allowed = layer.packages.some((entry) => {
    if (entry === 'node:') return specifier.startsWith('node:');
    if (entry.endsWith('/*')) return specifier.startsWith(entry.slice(0, -1));
    return specifier === entry || specifier.startsWith(`${entry}/`);
  });
  return allowed ? undefined : `${layer.name} may not import the package ${specifier}`;
}

function adapterBreach(file: string, target: string, layer: Layer): string | undefined {
  if (layer.name !== 'agents') return undefined;
  const [, , from = ''] = file.split('/');
  const [, , to = ''] = target.split('/');
  const crosses = !to.endsWith('.ts') && from !== to;
  return crosses ? `the adapter ${from} may not know the adapter ${to}` : undefined;
}
