/**
 * Checks every file under src/ against the layer table: imports, npm packages, capabilities, forbidden names and words.
 */
import { allowsPackage, findPermission, type Layer } from './house.ts';
import type { Import } from './imports-of.ts';
import { layeredCode, layerName, targetOf, type CodeFile, type Project } from './project.ts';

/** @returns one line per breach, each with the file, the line and the fix */
export function findBreaches(project: Project): string[] {
  const layers = new Map(project.layers.map((layer) => [layer.name, layer]));
  return layeredCode(project).flatMap((file) => {
    const layer = layers.get(layerName(file.path));
    return layer ? checkFile(file, layer) : [`${file.path}: its folder is no layer of docs/ARCHITECTURE.md`];
  });
}

function checkFile({ path, text, source }: CodeFile, layer: Layer): string[] {
  const breaches: string[] = [];
  for (const found of source.imports) {
    const reason = importBreach(path, found, layer);
    if (reason) breaches.push(`${path}:${found.line}: ${reason}`);
  }
  for (const { name, line } of source.names)
    if (layer.names.includes(name)) breaches.push(`${path}:${line}: ${layer.name} may not use ${name}`);
  for (const { capability, spelling, line } of source.reaches)
    if (layer.withheld.includes(capability))
      breaches.push(`${path}:${line}: ${layer.name} may not use ${spelling} (${capability})`);
  for (const word of layer.words) {
    const at = text.split('\n').findIndex((content) => new RegExp(`\\b${word}(s|\\b|_)`, 'i').test(content));
    if (at >= 0) breaches.push(`${path}:${at + 1}: ${layer.name} may not know the word "${word}"`);
  }
  return breaches;
}

function importBreach(file: string, found: Import, layer: Layer): string | undefined {
  const { specifier } = found;
  if (specifier === undefined) return 'imports a computed path: write the path as a string';
  if (!specifier.startsWith('.')) return packageBreach(specifier, layer);
  const target = targetOf(file, specifier) ?? '';
  const [top, targetLayer] = target.split('/');
  if (top !== 'src') return target === 'package.json' ? undefined : `imports ${target}, outside src/`;
  if (targetLayer === layer.name) return adapterBreach(file, target, layer);
  const permission = findPermission(layer, target);
  if (!permission) return `${layer.name} may not import ${target}`;
  if (permission.typesOnly && !found.typesOnly)
    return `${layer.name} may import only types from ${targetLayer}: write "import type"`;
  return undefined;
}

function packageBreach(specifier: string, layer: Layer): string | undefined {
  const allowed = layer.packages.some((entry) => allowsPackage(entry, specifier));
  return allowed ? undefined : `${layer.name} may not import the package ${specifier}`;
}

function adapterBreach(file: string, target: string, layer: Layer): string | undefined {
  if (layer.name !== 'agents') return undefined;
  const [, , from = ''] = file.split('/');
  const [, , to = ''] = target.split('/');
  const crosses = !to.endsWith('.ts') && from !== to;
  return crosses ? `the adapter ${from} may not know the adapter ${to}` : undefined;
}
