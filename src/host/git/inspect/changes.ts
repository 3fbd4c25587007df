import { ok, type Result } from '../../../base/result.ts';
import type { Gap } from './gap.ts';
import { fields, gitLine, gitOutput } from '../command/git-output.ts';
import type { Problem } from '../../../base/problem.ts';
import { runGit, type GitPlace } from '../command/run-git.ts';
import { takeSnapshot, type Snapshot } from './snapshot.ts';

/** Changes in a worktree since a commit, committed and uncommitted. */
export interface Changes {
  readonly head: string;
  /** Commits that are not in the base. */
  readonly commits: number;
  readonly files: readonly ChangedFile[];
  /** Differences in unified form; null if not asked for. */
  readonly patch: Patch | null;
  /** Paths that could not be inspected. */
  readonly gaps: readonly Gap[];
}

export interface ChangedFile {
  readonly path: string;
  /** Earlier path of a renamed or copied file. */
  readonly from: string | null;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'retyped';
  /** Lines; null for a binary file. */
  readonly additions: number | null;
  readonly deletions: number | null;
}

export interface Patch {
  readonly text: string;
  /** The patch is longer than requested; the text is cut at the end of a line. */
  readonly truncated: boolean;
}

export interface ChangesRequest {
  readonly place: Required<GitPlace>;
  /** Full id of the commit to compare with. */
  readonly base: string;
  /** Maximum bytes of the patch; without it, no patch. */
  readonly patchBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Inspects a worktree that is in use: takes no lock, and leaves no object behind. */
export async function readChanges(request: ChangesRequest): Promise<Result<Changes, Problem>> {
  const { place, base, signal } = request;
  const taken = await takeSnapshot(place, 'dropped', signal);
  if (!taken.ok) return taken;
  await using snapshot = taken.value;

  const commits = await gitLine(place, ['rev-list', '--count', `${base}..${snapshot.head}`, '--'], {
    signal,
  });
  if (!commits.ok) return commits;
  const files = await readFiles(request, snapshot);
  if (!files.ok) return files;
  const patch =
    request.patchBytes === undefined ? ok(null) : await readPatch(request, snapshot, request.patchBytes);
  if (!patch.ok) return patch;
  const { head, gaps } = snapshot;
  return ok({ head, commits: Number(commits.value), files: files.value, patch: patch.value, gaps });
}

async function readFiles(
  { place, base, signal }: ChangesRequest,
  { tree, env }: Snapshot,
): Promise<Result<ChangedFile[], Problem>> {
  const args = ['diff-tree', '-r', '-M', '-z', '--raw', '--numstat', base, tree];
  const listed = await gitOutput(place, args, { env, signal });
  return listed.ok ? ok(parseFiles(fields(listed.value))) : listed;
}

const statuses: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'retyped',
};

/**
 * @param fields first the raw part, `:<mode> <mode> <id> <id> <status>` and one or two paths, then the counts,
 *   `<additions>\t<deletions>\t<path>`, where a rename has an empty path followed by its two (git-diff-tree, "raw"
 *   and "numstat")
 */
function parseFiles(fields: string[]): ChangedFile[] {
  const files: Omit<ChangedFile, 'additions' | 'deletions'>[] = [];
  let at = 0;
  while (fields[at]?.startsWith(':')) {
    const letter = fields[at]?.split(' ')[4]?.[0] ?? '';
    const moved = letter === 'R' || letter === 'C';
    const from = moved ? (fields[at + 1] ?? '') : null;
    const path = fields[at + (moved ? 2 : 1)] ?? '';
    files.push({ path, from, status: statuses[letter] ?? 'modified' });
    at += moved ? 3 : 2;
  }
  return files.map(({ path, from, status }) => {
    const [added = '', deleted = ''] = fields[at]?.split('\t') ?? [];
    at += from === null ? 1 : 3;
    return { path, from, status, additions: lines(added), deletions: lines(deleted) };
  });
}

function lines(count: string): number | null {
  return count === '-' ? null : Number(count);
}

async function readPatch(
  { place, base, signal }: ChangesRequest,
  { tree, env }: Snapshot,
  maxBytes: number,
): Promise<Result<Patch, Problem>> {
  const args = ['diff-tree', '-r', '-M', '-p', base, tree];
  const read = await runGit(place, args, { env, signal, maxBytes, whenFull: 'end' });
  if (!read.ok) return read;
  const { stdout, truncated } = read.value;
  const whole = truncated ? stdout.subarray(0, stdout.lastIndexOf('\n') + 1) : stdout;
  return ok({ text: whole.toString('utf8'), truncated });
}
