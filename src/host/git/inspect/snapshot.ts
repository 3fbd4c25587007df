import { createHash } from 'node:crypto';
import { copyFile, lstat, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../../../base/result.ts';
import { withFileProblems } from '../files/with-file-problems.ts';
import type { Gap } from './gap.ts';
import { fields, gitOutput } from '../command/git-output.ts';
import { findLostRepositories, linkMode } from './lost-repositories.ts';
import type { Problem } from '../../../base/problem.ts';
import { readRegularFile } from '../files/read-regular-file.ts';
import { removeTree } from '../files/remove-tree.ts';
import { runGit, type GitPlace } from '../command/run-git.ts';

/** A working tree without ignored files, as a tree object. Taking it changes neither files nor index. */
export interface Snapshot extends AsyncDisposable {
  /** The commit of HEAD. */
  readonly head: string;
  readonly tree: string;
  /** The index as a tree, without files in conflict, which a tree cannot contain. */
  readonly index: string;
  /** Parts that the tree should contain but does not. */
  readonly gaps: readonly Gap[];
  /** For git commands that read the tree. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * @param objects `kept` writes the tree into the repository, where it stays while a ref leads to it; `dropped` writes
 *   it to a directory that disposing of the snapshot deletes, so that an inspection leaves nothing behind
 */
export function takeSnapshot(
  place: Required<GitPlace>,
  objects: 'kept' | 'dropped',
  signal?: AbortSignal,
): Promise<Result<Snapshot, Problem>> {
  return withFileProblems(async () => {
    const directory = await mkdtemp(join(place.git.scratch, 'snapshot-'));
    const dispose = () => removeTree(directory);
    try {
      const env = await environment(place, directory, objects);
      const taken = await take({ place, env, signal });
      if (!taken.ok) await dispose();
      return taken.ok ? ok({ ...taken.value, env, [Symbol.asyncDispose]: dispose }) : taken;
    } catch (error) {
      await dispose();
      throw error;
    }
  });
}

interface Work {
  readonly place: Required<GitPlace>;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

async function take(
  work: Work,
): Promise<Result<Pick<Snapshot, 'head' | 'tree' | 'index' | 'gaps'>, Problem>> {
  const head = await git(work, ['rev-parse', '--verify', 'HEAD^{commit}']);
  if (!head.ok) return head;
  const entries = await openIndex(work);
  if (!entries.ok) return entries;
  const index = await writeIndexTree(work, entries.value);
  if (!index.ok) return index;
  const shown = await showHidden(work, entries.value);
  if (!shown.ok) return shown;
  const links = entries.value.filter(({ mode }) => mode === linkMode).map(({ path }) => path);
  const large = await findLarge(work);
  if (!large.ok) return large;
  const refused = await addAll(
    work,
    links,
    large.value.map(({ path }) => path),
  );
  if (!refused.ok) return refused;
  const lost = await findLostRepositories(work.place, { env: work.env, links, signal: work.signal });
  if (!lost.ok) return lost;
  const tree = await git(work, ['write-tree']);
  if (!tree.ok) return tree;
  return ok({
    head: head.value.toString('utf8').trim(),
    tree: tree.value.toString('utf8').trim(),
    index: index.value,
    gaps: [...large.value, ...refused.value, ...lost.value],
  });
}

async function environment(place: Required<GitPlace>, directory: string, objects: 'kept' | 'dropped') {
  const index = { GIT_INDEX_FILE: join(directory, 'index') };
  if (objects === 'kept') return index;
  const own = join(directory, 'objects');
  await mkdir(own);
  const shared = join(place.commonDir, 'objects');
  return {
    ...index,
    GIT_OBJECT_DIRECTORY: own,
    // Quotes keep a colon from ending the path.
    GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${shared.replaceAll(/["\\]/g, String.raw`\$&`)}"`,
  };
}

/** Settings with which the copied index hides no file and git does not write beside the original. */
const config = {
  'core.untrackedCache': 'false',
  'core.splitIndex': 'false',
  'advice.addEmbeddedRepo': 'false',
};

function git({ place, env, signal }: Work, args: string[], input?: Buffer) {
  return gitOutput(place, args, { env, config, signal, ...(input ? { input } : {}), timeoutMs: 900_000 });
}

interface IndexEntry {
  /** As in `git ls-files -v`: lower case for assume-unchanged, `S` for skip-worktree. */
  readonly tag: string;
  readonly mode: string;
  readonly id: string;
  /** 0, or 1 to 3 for the versions of a file in conflict. */
  readonly stage: string;
  readonly path: string;
}

/** Copies the index, so that git recognises unchanged files; without a usable index, starts from HEAD. */
async function openIndex(work: Work): Promise<Result<IndexEntry[], Problem>> {
  const index = work.env['GIT_INDEX_FILE'] ?? '';
  if (await copyIntact(join(work.place.gitDir, 'index'), index)) {
    const entries = await listIndex(work);
    if (entries.ok) return entries;
    await rm(index);
  }
  const read = await git(work, ['read-tree', 'HEAD']);
  return read.ok ? listIndex(work) : read;
}

/** An index of two million files has 200 MB. */
const largestIndex = 1024 ** 3;

/**
 * git does not check the sum at the end of an index, and reads a cut index as one with other files (gitformat-index).
 *
 * The copy keeps the time of the original: a file that changed in the second in which the index was written looks
 * unchanged, and git checks it only if the index is not younger than the file (Documentation/technical/racy-git).
 */
async function copyIntact(index: string, copy: string): Promise<boolean> {
  const before = await lstat(index).catch(() => null);
  const content = await readRegularFile(index, largestIndex);
  if (!content || !['sha1', 'sha256'].some((algorithm) => endsInSum(content, algorithm))) return false;
  await writeFile(copy, content);
  if (before) await utimes(copy, before.atime, before.mtime);
  return true;
}

/** Zeros mean that the sum was omitted (`index.skipHash`). */
function endsInSum(content: Buffer, algorithm: string): boolean {
  const length = algorithm === 'sha1' ? 20 : 32;
  const [body, sum] = [content.subarray(0, -length), content.subarray(-length)];
  return sum.every((byte) => byte === 0) || createHash(algorithm).update(body).digest().equals(sum);
}

async function listIndex(work: Work): Promise<Result<IndexEntry[], Problem>> {
  const listed = await git(work, ['ls-files', '-v', '--stage', '-z']);
  if (!listed.ok) return listed;
  return ok(
    fields(listed.value).map((line) => {
      const tab = line.indexOf('\t');
      const [tag = '', mode = '', id = '', stage = ''] = line.slice(0, tab).split(' ');
      return { tag, mode, id, stage, path: line.slice(tab + 1) };
    }),
  );
}

async function writeIndexTree(work: Work, entries: IndexEntry[]): Promise<Result<string, Problem>> {
  const conflicts = entries.filter(({ stage }) => stage !== '0');
  const index = work.env['GIT_INDEX_FILE'] ?? '';
  const other = { ...work, env: { ...work.env, GIT_INDEX_FILE: `${index}-merged` } };
  if (conflicts.length > 0) {
    await copyFile(index, `${index}-merged`);
    const removals = conflicts.map(({ id, path }) => `0 ${'0'.repeat(id.length)}\t${path}`);
    const removed = await git(other, ['update-index', '-z', '--index-info'], nulSeparated(removals));
    if (!removed.ok) return removed;
  }
  const tree = await git(conflicts.length > 0 ? other : work, ['write-tree']);
  return tree.ok ? ok(tree.value.toString('utf8').trim()) : tree;
}

/** Includes files that are marked so that git does not check them. */
async function showHidden(work: Work, entries: IndexEntry[]): Promise<Result<null, Problem>> {
  const unwatched = entries.filter(({ tag }) => tag !== tag.toUpperCase());
  const skipped = entries.filter(({ tag }) => tag.toUpperCase() === 'S');
  const present: IndexEntry[] = [];
  for (const entry of skipped)
    if (await lstat(join(work.place.directory, entry.path)).catch(() => null)) present.push(entry);

  for (const [flag, marked] of [
    ['--no-assume-unchanged', unwatched],
    ['--no-skip-worktree', present],
  ] as const) {
    if (marked.length === 0) continue;
    const input = nulSeparated(marked.map(({ path }) => path));
    const cleared = await git(work, ['update-index', flag, '-z', '--stdin'], input);
    if (!cleared.ok) return cleared;
  }
  return ok(null);
}

/**
 * Maximum bytes of a new file in a tree. Copying larger ones at every inspection would fill the disk, and they rarely
 * belong in a history.
 */
const largestFile = 1024 ** 3;

/** New files that are excluded for their size. */
async function findLarge(work: Work): Promise<Result<(Gap & { path: string })[], Problem>> {
  const listed = await git(work, ['ls-files', '--others', '--exclude-standard', '-z']);
  if (!listed.ok) return listed;
  const large: (Gap & { path: string })[] = [];
  for (const path of fields(listed.value)) {
    const found = await lstat(join(work.place.directory, path)).catch(() => null);
    if (found?.isFile() && found.size > largestFile)
      large.push({ path, why: `${path} has ${(found.size / 1e9).toFixed(1)} GB and is not ignored` });
  }
  return ok(large);
}

/**
 * Adds all files, and reports those that could not be added. Nested repositories in the index are excluded and
 * updated separately: `git add` would run git inside them, under their own configuration.
 */
async function addAll(
  work: Work,
  links: readonly string[],
  large: readonly string[],
): Promise<Result<Gap[], Problem>> {
  const { place, env, signal } = work;
  const args = [
    'add',
    '--all',
    '--ignore-errors',
    '--sparse',
    '--pathspec-from-file=-',
    '--pathspec-file-nul',
  ];
  const input = nulSeparated([':/', ...[...links, ...large].map((path) => `:(top,exclude,literal)${path}`)]);
  const added = await runGit(place, args, { env, config, signal, input, timeoutMs: 900_000 });
  if (!added.ok) return added;
  if (links.length > 0) {
    const updated = await git(
      work,
      ['update-index', '--add', '--remove', '-z', '--stdin'],
      nulSeparated([...links]),
    );
    if (!updated.ok) return updated;
  }
  // git skips an unreadable directory with a warning, and succeeds.
  const refusals = added.value.stderr
    .split('\n')
    .filter((line) => (added.value.code === 0 ? /^warning: could not open directory / : refusal).test(line));
  return ok(refusals.map((line) => ({ path: null, why: line.replace(/^\w+: /, '') })));
}

const refusal = /^(error: |fatal: |warning: could not open directory )/;

function nulSeparated(paths: string[]): Buffer {
  return Buffer.from(paths.map((path) => `${path}\0`).join(''));
}
