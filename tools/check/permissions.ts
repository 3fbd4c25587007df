/** Finds permissions in the layer table that no file uses. An unused permission weakens a boundary unnoticed. */
import { allowsPackage, findPermission, type Layer } from './house.ts';
import { layeredCode, layerName, targetOf, type Project } from './project.ts';

export function findUnusedPermissions(project: Project): string[] {
  const code = layeredCode(project);
  return project.layers.flatMap((layer) => {
    const files = code.filter(({ path }) => layerName(path) === layer.name);
    const found = files.flatMap(({ path, source }) =>
      source.imports.map(({ specifier }) => ({ specifier, target: targetOf(path, specifier) })),
    );
    const used = new Set(
      found.map(({ target }) => (target === undefined ? undefined : findPermission(layer, target))),
    );
    return [
      ...layer.mayImport.filter((entry) => !used.has(entry)).map(({ target }) => unused(layer, target)),
      ...layer.packages
        .filter((entry) => !found.some(({ specifier }) => specifier && allowsPackage(entry, specifier)))
        .map((entry) => unused(layer, entry)),
    ];
  });
}

function unused(layer: Layer, what: string): string {
  return `docs/ARCHITECTURE.md: ${layer.name} may import ${what} but never does: take it out of the table`;
}
