import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { problem } from '../base/problem.ts';
import type { Problem } from '../base/problem.ts';
import { formats } from './formats.ts';
import { baseName, byName, folderOf } from './path-parts.ts';

/** Maximum number of files of one plan. */
const maximumFiles = 2_000;

/**
 * Returns the files to read for the given paths: documents as they are; for a directory its plans; and files with
 * their state.
 *
 * @param listing all paths of the repository
 * @param asked documents and directories, relative to the repository, with `/`; `.` is all of it
 * @returns paths of the listing, in order and without duplicates; an error if a path does not exist or contains no
 *   plan
 */
export function wantedFiles(listing: readonly string[], asked: readonly string[]): Result<string[], Problem> {
  const known = new Set(listing);
  const wanted = new Set<string>();
  for (const name of asked) {
    const path = name
      .replace(/^(?:\.\/)+/, '')
      .replace(/\/+$/, '')
      .replace(/^\.$/, '');
    const found = known.has(path) ? [path] : plansBelow(listing, path);
    if (found.length === 0) return err(nothing(listing, name, path));
    for (const file of found) {
      wanted.add(file);
      for (const { wanted: own } of formats) {
        for (const sibling of own.beside?.(file) ?? []) if (known.has(sibling)) wanted.add(sibling);
        for (const part of own.parts?.(file, listing) ?? []) wanted.add(part);
      }
    }
  }
  if (wanted.size > maximumFiles)
    return err(
      problem(
        'too_large',
        `${wanted.size} files, a plan may have ${maximumFiles}`,
        'Name a smaller directory, or documents.',
      ),
    );
  return ok([...wanted]);
}

function plansBelow(listing: readonly string[], folder: string): string[] {
  const below = listing.filter((path) => folder === '' || path.startsWith(`${folder}/`));
  for (const patterns of searches) {
    const found = below.filter(
      (path) =>
        patterns.some((pattern) => pattern.test(path)) &&
        !/(?:^|\/)(?:node_modules|archive|templates?)\//.test(path.slice(folder.length)),
    );
    if (found.length > 0) return found.map((path) => insteadOf(listing, path)).toSorted(byName);
  }
  // Documents directly in a given directory are read, whatever their name.
  return folder === ''
    ? []
    : below.filter((path) => folderOf(path) === folder && /\.(?:md|ya?ml)$/i.test(path)).toSorted(byName);
}

/** Patterns to search for in a directory, the lowest rank first; patterns of one rank are searched together. */
const searches: readonly RegExp[][] = [
  ...Map.groupBy(
    formats.flatMap(({ wanted }) => wanted.inDirectory),
    ({ rank }) => rank,
  ),
]
  .toSorted(([a], [b]) => a - b)
  .map(([, found]) => found.map(({ path }) => path));

function insteadOf(listing: readonly string[], path: string): string {
  for (const { wanted } of formats) {
    const other = wanted.instead?.(path) ?? path;
    if (other !== path && listing.includes(other)) return other;
  }
  return path;
}

function nothing(listing: readonly string[], name: string, path: string): Problem {
  const exists = path === '' || listing.some((entry) => entry.startsWith(`${path}/`));
  if (exists) return problem('not_found', `no plan was found in ${name}`, 'Name the document itself.');
  const same = listing.find((entry) => baseName(entry) === baseName(path));
  return problem(
    'not_found',
    `${name} is not in the repository`,
    same ? `Did you mean ${same}?` : 'Name a document or a directory of the repository.',
  );
}
