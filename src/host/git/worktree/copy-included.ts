import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readlink, realpath, symlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { err, ok, type Result } from '../../../base/result.ts';
import { explainFailure } from '../command/explain-failure.ts';
import { withFileProblems } from '../files/with-file-problems.ts';
import { fields, gitOutput } from '../command/git-output.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import { isMissing } from '../files/read-regular-file.ts';
import type { Repository } from '../repository/repository.ts';
import { runGit } from '../command/run-git.ts';

export interface CopyIncluded {
  readonly repository: Repository;
  /** Absolute path of the worktree. */
  readonly path: string;
  /** Defaults: 10,000 files and 1 GiB. */
  readonly limits?: { readonly files: number; readonly bytes: number };
  readonly signal?: AbortSignal | undefined;
}

export interface Included {
  /** Paths relative to the worktree. */
  readonly copied: readonly string[];
  readonly skipped: readonly { readonly path: string; readonly why: string }[];
}

/**
 * Names ignored files that a new worktree needs, in the syntax of .gitignore: `.env`, local settings, certificates.
 */
const includeFile = '.worktreeinclude';

/**
 * Copies the files that `.worktreeinclude` in the user's checkout names and git ignores. It overwrites nothing,
 * writes nothing through a link, and copies no link that leads out of the checkout.
 *
 * git does the matching, so that patterns have their usual meaning. It is also the fastest: 0.04 s in a checkout with
 * 100,000 files, where reading the directories and matching in JavaScript takes 0.4 s.
 */
export function copyIncluded(request: CopyIncluded): Promise<Result<Included, Problem>> {
  return withFileProblems(async () => {
    const listed = await listIncluded(request);
    if (!listed.ok) return listed;
    const tooMuch = await findTooMuch(request, listed.value);
    if (tooMuch) return err(tooMuch);
    const copied: string[] = [];
    const skipped: { path: string; why: string }[] = [];
    const target = await realpath(request.path);
    for (const path of listed.value) {
      request.signal?.throwIfAborted();
      const why = await copyOne(request.repository.directory, target, path);
      if (why === null) copied.push(path);
      else skipped.push({ path, why });
    }
    return ok({ copied, skipped });
  });
}

async function listIncluded({ repository, signal }: CopyIncluded): Promise<Result<string[], Problem>> {
  const file = join(repository.directory, includeFile);
  if (!(await lstat(file).catch(() => null))?.isFile()) return ok([]);
  const named = await gitOutput(
    repository,
    ['ls-files', '--others', '--ignored', `--exclude-from=${file}`, '-z'],
    { signal },
  );
  if (!named.ok || named.value.length === 0) return named.ok ? ok([]) : named;
  // 1: none of them is ignored.
  const args = ['check-ignore', '-z', '--stdin'];
  const ignored = await runGit(repository, args, { input: named.value, signal });
  if (!ignored.ok) return ignored;
  if (ignored.value.code > 1) return err(explainFailure(repository, args, ignored.value));
  return ok(fields(ignored.value.stdout));
}

async function findTooMuch(
  { repository, limits = { files: 10_000, bytes: 1024 ** 3 } }: CopyIncluded,
  paths: string[],
): Promise<Problem | null> {
  const next = `narrow the patterns in ${join(repository.directory, includeFile)}`;
  if (paths.length > limits.files)
    return problem(
      'too_large',
      `${includeFile} names ${paths.length} files, ${limits.files} at most are copied`,
      next,
    );
  let bytes = 0;
  for (const path of paths)
    bytes += (await lstat(join(repository.directory, path)).catch(() => null))?.size ?? 0;
  if (bytes <= limits.bytes) return null;
  return problem(
    'too_large',
    `${includeFile} names files of ${megabytes(bytes)} MB, ${megabytes(limits.bytes)} MB at most are copied`,
    next,
  );
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

/** @returns why it was not copied, or null */
async function copyOne(from: string, to: string, path: string): Promise<string | null> {
  const source = join(from, path);
  const found = await lstat(source).catch(() => null);
  if (!found) return 'it is gone';
  if (path.endsWith('/')) return 'it is a repository of its own';
  if (!found.isFile() && !found.isSymbolicLink()) return 'it is not a regular file';
  const link = found.isSymbolicLink() ? await readlink(source) : null;
  if (link !== null && leadsOut(path, link)) return 'it is a link that leads out of the checkout';
  const target = join(to, path);
  const inside = await makeParents(to, dirname(path));
  if (!inside) return 'a directory on its way is a link, or a file, in the worktree';
  try {
    if (link !== null) await symlink(link, target);
    else await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'it is there already';
    throw error;
  }
}

function leadsOut(path: string, link: string): boolean {
  if (isAbsolute(link)) return true;
  const inside = relative('/checkout', join('/checkout', dirname(path), link));
  return inside.startsWith('..');
}

/** Creates the directories one by one, so that a committed link among them cannot redirect the write. */
async function makeParents(to: string, directory: string): Promise<boolean> {
  if (directory === '.') return true;
  if (!(await makeParents(to, dirname(directory)))) return false;
  const path = join(to, directory);
  await mkdir(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  const found = await lstat(path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  return found?.isDirectory() ?? false;
}
