/**
 * Finds circular imports. Types count: two files that need each other's types can only be read, moved and tested
 * together. `import/no-cycle` of oxlint does not see `import('./a.ts').A`.
 */
import { dirname, relative } from 'node:path';
import { targetOf, type Project } from './project.ts';

/** @returns one line per import that closes a circle, with the files of the circle */
export function findCircles({ code }: Project): string[] {
  const imports = new Map(
    code.map(({ path, source }) => [path, source.imports.map(({ specifier }) => targetOf(path, specifier))]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) circles.push(describe(trail.slice(at)));
    if (at >= 0 || done.has(path)) return;
    for (const target of imports.get(path) ?? []) if (target !== undefined) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return circles;
}

function describe(circle: string[]): string {
  const [first = ''] = circle;
  const rest = circle.slice(1).map((path) => relative(dirname(first), path));
  return `${first}: imports itself${rest.length > 0 ? ` through ${rest.join(' → ')}` : ''}: move what both need to a file of its own`;
}
