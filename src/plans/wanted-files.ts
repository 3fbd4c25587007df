import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { problem } from '../contract/error.ts';
import type { Problem } from '../contract/error.ts';
import { storyKey } from './importers/bmad.ts';
import { statusPath } from './importers/phases.ts';
import { baseName, byName, folderOf, inFolder } from './path-parts.ts';

/** Files that are read for one plan. */
export const maximumFiles = 2_000;

/**
 * Which files are to be read for what somebody named: documents as they are, of a directory those that hold plans, and
 * beside them what tells how far they are.
 *
 * @param listing all paths of the repository
 * @param asked documents and directories, relative to the repository, with `/`; `.` is all of it
 * @returns paths of the listing, in order and without repetition; an error where something is not there or holds no plan
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
      for (const sibling of siblingsOf(file)) if (known.has(sibling)) wanted.add(sibling);
      for (const part of partsOf(listing, file)) wanted.add(part);
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

/** What lies in a directory under the name of a plan; the first row that finds something decides. */
const plansByName: readonly RegExp[] = [
  /-PLAN\.md$/,
  /(?:^|\/)conductor\/tracks\/[^/]+\/plan\.md$/,
  /(?:^|\/)\.zenflow\/tasks\/[^/]+\/plan\.md$/,
  /(?:^|\/)\.trellis\/tasks\/(?!archive\/)[^/]+\/task\.json$/,
  /(?:^|\/)\.?agent-os\/(?:product\/)?specs\/[^/]+\/tasks\.md$/,
  /(?:^|\/)\.sisyphus\/plans\/[^/]+\.md$/,
  /\.plan\.md$/,
  /(?:^|\/)\.trae\/specs\/[^/]+\/tasks\.md$/,
  /(?:^|\/)openspec\/changes\/(?!archive\/)[^/]+\/tasks\.md$/,
  /(?:^|\/)\.moai\/specs\/[^/]+\/spec\.md$|(?:^|\/)SPEC-[^/]+\/(?:spec|plan)\.md$/,
  /(?:^|\/)(?:\.kiro\/)?specs\/[^/]+\/tasks\.md$/,
  /(?:^|\/)\.taskmaster\/tasks\/tasks\.json$/,
  /(?:^|\/)\.beads\/issues\.jsonl$/,
  /(?:^|\/)backlog\/tasks\/.+\.md$/i,
  /(?:^|\/)sprint-status\.ya?ml$/,
  /(?:^|\/)\.tickets\/[^/]+\.md$/,
  /(?:^|\/)todos\/\d{3}-[^/]+\.md$/,
  /(?:^|\/)tasks?[-_]\d[^/]*\.md$/i,
  /(?:^|\/)(?:prd|tasks)\.json$|(?:^|\/)issues\.jsonl$/,
  /(?:^|\/)tasks\.md$/i,
  /(?:^|\/)task[-_]plan\.md$/i,
  /(?:^|\/)plan\.ya?ml$/,
  /(?:^|\/)(?:implementation[-_])?plan\.md$/i,
];

function plansBelow(listing: readonly string[], folder: string): string[] {
  const below = listing.filter((path) => folder === '' || path.startsWith(`${folder}/`));
  for (const pattern of plansByName) {
    const found = below.filter(
      (path) =>
        pattern.test(path) &&
        !/(?:^|\/)(?:node_modules|archive|templates?)\//.test(path.slice(folder.length)),
    );
    if (found.length > 0) return withTaskLists(listing, found).toSorted(byName);
  }
  // Documents directly in a directory that somebody named are meant, whatever they are called.
  return folder === ''
    ? []
    : below.filter((path) => folderOf(path) === folder && /\.(?:md|ya?ml)$/i.test(path)).toSorted(byName);
}

/** Antigravity keeps beside a plan the list of its tasks, which says how far it is. */
function withTaskLists(listing: readonly string[], found: readonly string[]): string[] {
  const known = new Set(listing);
  return found.map((path) => {
    const tasks = inFolder(folderOf(path), 'task.md');
    return baseName(path) === 'implementation_plan.md' && known.has(tasks) ? tasks : path;
  });
}

/** What tells more of a plan than it says itself, where it exists. */
function siblingsOf(path: string): string[] {
  const folder = folderOf(path);
  const name = baseName(path);
  if (/(?:^|\/)\.moai\/specs\/|(?:^|\/)SPEC-[^/]+\//.test(path))
    return ['spec.md', 'plan.md', 'acceptance.md'].map((sibling) => inFolder(folder, sibling));
  if (/(?:^|\/)backlog\/tasks\//i.test(path))
    return ['config.yml', 'config.yaml'].map((config) => path.replace(/(^|\/)tasks\/.*$/i, `$1${config}`));
  if (/(?:^|\/)\.taskmaster\//.test(path)) return [inFolder(folderOf(folder), 'state.json')];
  if (/(?:^|\/)\.trellis\/tasks\//.test(path))
    return ['task.json', 'prd.md'].map((sibling) => inFolder(folder, sibling));
  if (/(?:^|\/)\.trae\/specs\//.test(path) && name === 'tasks.md') return [inFolder(folder, 'checklist.md')];
  if (name === 'task.md') return [inFolder(folder, 'implementation_plan.md')];
  if (name === 'tasks.md') return [inFolder(folder, 'spec.json'), inFolder(folder, '.openspec.yaml')];
  if (name.endsWith('-PLAN.md') || (name === 'PLAN.md' && /(?:^|\/)\.planning\//.test(path)))
    return [roadmapFor(path)];
  if (/^tasks?[-_]\d/i.test(name)) return [inFolder(folder, 'plan.md')];
  return /\.md$/i.test(name) ? [statusPath(path)] : [];
}

/** `.planning/ROADMAP.md`, whose box is ticked when the plan is done. */
function roadmapFor(path: string): string {
  const at = path.lastIndexOf('.planning/');
  return at < 0 ? inFolder(folderOf(path), 'ROADMAP.md') : `${path.slice(0, at)}.planning/ROADMAP.md`;
}

/** The documents that hold the work of one that only tells of it. */
function partsOf(listing: readonly string[], path: string): string[] {
  if (/(?:^|\/)sprint-status\.ya?ml$/.test(path)) return storiesFor(listing, path);
  if (baseName(path) !== 'plan.md') return [];
  const folder = folderOf(path);
  return listing
    .filter((other) => folderOf(other) === folder && /^tasks?[-_]\d.*\.md$/i.test(baseName(other)))
    .toSorted(byName);
}

/** Stories stand below the folder of the status file, or in `stories` somewhere. */
function storiesFor(listing: readonly string[], status: string): string[] {
  const folder = folderOf(status);
  return listing
    .filter(
      (path) =>
        path.endsWith('.md') &&
        storyKey.test(baseName(path)) &&
        (folder === '' || path.startsWith(`${folder}/`) || /(?:^|\/)stories\//.test(path)),
    )
    .toSorted(byName);
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
