/** Checks the folders of a layer against its table of rooms, so that imports inside a layer have one direction too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layeredCode, targetOf, type Project } from './project.ts';

const page = 'docs/ARCHITECTURE.md';
const begin = '<!-- rooms:begin -->';
const end = '<!-- rooms:end -->';

/** A room by its path below `src/`, with the rooms that it may import. */
type Rooms = ReadonlyMap<string, readonly string[]>;

/** @returns one line per breach: an import outside the table, a folder missing from it, an unused permission */
export function findRoomBreaches(project: Project): string[] {
  const rooms = readRooms(project.root);
  const layers = new Set([...rooms.keys()].map((room) => room.split('/')[0] ?? ''));
  const used = new Set<string>();
  const breaches = layeredCode(project).flatMap(({ path, source }) => {
    const from = roomOf(path, layers);
    if (from === undefined) return [];
    const allowed = rooms.get(from);
    if (!allowed) return [`${path}: its folder is no room of ${page}`];
    return source.imports.flatMap(({ specifier, line }) => {
      const to = roomOf(targetOf(path, specifier) ?? '', layers);
      if (to === undefined || to === from) return [];
      used.add(`${from} ${to}`);
      return allowed.includes(to) ? [] : [`${path}:${line}: ${from} may not import ${to}`];
    });
  });
  const unused = [...rooms].flatMap(([from, allowed]) =>
    allowed
      .filter((to) => !used.has(`${from} ${to}`))
      .map((to) => `${page}: ${from} may import ${to} but never does: take it out of the table`),
  );
  return [...breaches, ...unused];
}

/** @returns undefined for a file directly in its layer's folder, and in layers without rooms */
function roomOf(path: string, layers: ReadonlySet<string>): string | undefined {
  const [top, layer = '', room, file] = path.split('/');
  return top === 'src' && layers.has(layer) && file !== undefined ? `${layer}/${room}` : undefined;
}

function readRooms(root: string): Rooms {
  const text = readFileSync(join(root, page), 'utf8');
  if (!text.includes(begin)) throw new Error(`${page} has no table of rooms between ${begin} and ${end}`);
  const rows = text
    .slice(text.indexOf(begin) + begin.length, text.indexOf(end))
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  return new Map(
    rows.map((row) => {
      const [, room = '', imports = ''] = row.split('|').map((cell) => cell.trim());
      const [layer = ''] = room.split('/');
      const allowed = imports
        .split(',')
        .flatMap((entry) => (entry.trim() ? [`${layer}/${entry.trim()}`] : []));
      return [room, allowed];
    }),
  );
}
