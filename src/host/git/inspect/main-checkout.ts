/**
 * Detects changes to the user's checkout. Processes in worktrees should not change it, but a program with absolute
 * paths may.
 */
import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../base/result.ts';
import type { Facts } from './difference.ts';
import { explainFailure } from '../command/explain-failure.ts';
import { fields, gitOutput } from '../command/git-output.ts';
import type { Problem } from '../../../base/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { runGit } from '../command/run-git.ts';

/**
 * Reads HEAD, the index, the stash, the repository's configuration, and every file that differs from HEAD or is
 * untracked. Compare with `compareFacts`. Takes no lock and writes nothing.
 *
 * The index is compared by its entries, not byte by byte, because a plain `git status` of the user refreshes it.
 * Values of the configuration are not shown; they may be secrets.
 */
export async function readMainCheckout(
  repository: Repository,
  signal?: AbortSignal,
): Promise<Result<Facts, Problem>> {
  const facts: Record<string, string> = {};
  for (const [what, args, show] of questions) {
    const answer = await runGit(repository, args, { signal });
    if (!answer.ok) return answer;
    const { code, stdout } = answer.value;
    // 1: not found. HEAD may be detached, the stash empty.
    if (code > 1) return err(explainFailure(repository, args, answer.value));
    if (code === 0) facts[what] = show(stdout);
  }
  if (facts['stash'] !== undefined) {
    const stashes = await gitOutput(repository, ['rev-list', '--walk-reflogs', 'refs/stash', '--'], {
      signal,
    });
    if (!stashes.ok) return stashes;
    facts['stash list'] = digest(stashes.value);
  }
  const config = await gitOutput(repository, ['config', '--list', '--local', '-z'], { signal });
  if (!config.ok) return config;
  addConfig(facts, fields(config.value));
  const files = await addFiles(facts, repository, signal);
  return files.ok ? ok(facts) : files;
}

const questions: readonly (readonly [
  what: string,
  args: readonly string[],
  show: (answer: Buffer) => string,
])[] = [
  ['HEAD branch', ['symbolic-ref', '--quiet', 'HEAD'], line],
  ['HEAD', ['rev-parse', '--verify', '--quiet', 'HEAD'], line],
  ['index', ['ls-files', '-v', '--stage', '-z'], digest],
  ['stash', ['rev-parse', '--verify', '--quiet', 'refs/stash'], line],
];

/** @param settings `<key>\n<value>`, or a key alone */
function addConfig(facts: Record<string, string>, settings: string[]): void {
  const values = Object.groupBy(settings, (setting) => setting.replace(/\n.*$/s, ''));
  for (const [key, all] of Object.entries(values))
    facts[`config ${key}`] = digest(Buffer.from((all ?? []).join('\0')));
}

async function addFiles(
  facts: Record<string, string>,
  repository: Repository,
  signal: AbortSignal | undefined,
): Promise<Result<null, Problem>> {
  const args = ['status', '--porcelain=v2', '-z', '--untracked-files=all', '--no-renames'];
  const status = await gitOutput(repository, args, { signal });
  if (!status.ok) return status;
  for (const record of fields(status.value)) {
    const { state, path } = parseRecord(record);
    const found = await lstat(join(repository.directory, path)).catch(() => null);
    const content = found ? `${found.size} bytes of ${found.mtime.toISOString()}` : 'no file';
    facts[`file ${path}`] = `${state}, ${content}`;
  }
  return ok(null);
}

/** Number of fields before the path (git-status, "Porcelain Format Version 2"). */
const fieldsBefore: Readonly<Record<string, number>> = { '1': 8, u: 10, '?': 1 };

function parseRecord(record: string): { state: string; path: string } {
  const parts = record.split(' ');
  const before = fieldsBefore[parts[0] ?? ''] ?? 1;
  return { state: before === 1 ? 'untracked' : (parts[1] ?? ''), path: parts.slice(before).join(' ') };
}

function line(answer: Buffer): string {
  return answer.toString('utf8').trimEnd();
}

function digest(answer: Buffer): string {
  return `sha256 ${createHash('sha256').update(answer).digest('hex').slice(0, 16)}`;
}
