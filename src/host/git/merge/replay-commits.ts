import { ok, type Result } from '../../../base/result.ts';
import type { Merged } from './merged.ts';
import { gitLine, gitOutput } from '../command/git-output.ts';
import { mergeTrees } from './merge-trees.ts';
import type { Problem } from '../../../base/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { CommitIdentity } from './write-commit.ts';

export interface ReplayCommits {
  readonly repository: Repository;
  /** Full id of the new base. */
  readonly into: string;
  /** Full id of the last of the commits. */
  readonly from: string;
  readonly identity: CommitIdentity;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Rebases without a checkout: applies the commits that only `from` has on top of `into`, in order, each with its
 * author and message. Like `git rebase`, it omits merges, and commits that `into` has in another form.
 */
export async function replayCommits(request: ReplayCommits): Promise<Result<Merged, Problem>> {
  const { repository, into, from, signal } = request;
  const select = ['--reverse', '--topo-order', '--right-only', '--cherry-pick', '--no-merges'];
  const listed = await gitLine(repository, ['rev-list', ...select, `${into}...${from}`, '--'], { signal });
  if (!listed.ok) return listed;
  let tip = into;
  for (const id of listed.value.split('\n').filter(Boolean)) {
    signal?.throwIfAborted();
    const replayed = await replay(request, id, tip);
    if (!replayed.ok) return replayed;
    if (replayed.value.kind === 'conflict') return replayed;
    if (replayed.value.kind === 'merged') tip = replayed.value.commit;
  }
  return ok(tip === into ? { kind: 'up_to_date' } : { kind: 'merged', commit: tip });
}

async function replay(request: ReplayCommits, id: string, tip: string): Promise<Result<Merged, Problem>> {
  const { repository, identity, signal } = request;
  const raw = await gitOutput(repository, ['cat-file', 'commit', id], { signal });
  if (!raw.ok) return raw;
  const original = parseCommit(raw.value);
  // Nothing was in between: the original commit is the result.
  if (original.parent === tip) return ok({ kind: 'merged', commit: id });

  const merged = await pick(request, { id, parent: original.parent, tip });
  if (!merged.ok) return merged;
  if (merged.value.kind === 'conflict') return ok({ ...merged.value, commit: id });
  const before = await gitLine(repository, ['rev-parse', '--verify', `${tip}^{tree}`], { signal });
  if (!before.ok) return before;
  if (before.value === merged.value.tree) return ok({ kind: 'up_to_date' });

  const input = formatCommit({ ...original, tree: merged.value.tree, parent: tip, identity });
  const written = await gitLine(repository, ['hash-object', '-t', 'commit', '-w', '--stdin'], {
    input,
    signal,
  });
  return written.ok ? ok({ kind: 'merged', commit: written.value }) : written;
}

/** Applies the changes of one commit to `tip`. */
async function pick(
  { repository, signal }: ReplayCommits,
  { id, parent, tip }: { id: string; parent: string | null; tip: string },
) {
  const empty = parent === null ? await gitLine(repository, ['mktree'], { input: '', signal }) : ok(null);
  if (!empty.ok) return empty;
  const base = empty.value ?? `${parent}^{tree}`;
  return mergeTrees(repository, { base, ours: `${tip}^{tree}`, theirs: `${id}^{tree}` }, signal);
}

interface RawCommit {
  readonly parent: string | null;
  /** Header lines that belong to the message: author, and the encoding if there is one. */
  readonly headers: readonly string[];
  /** Raw bytes, in any encoding. */
  readonly message: Buffer;
}

/** @param raw as `git cat-file commit` gives it: headers, an empty line, the message */
function parseCommit(raw: Buffer): RawCommit {
  const end = raw.indexOf('\n\n');
  const lines = raw.subarray(0, end).toString('latin1').split('\n');
  return {
    parent: lines.find((line) => line.startsWith('parent '))?.slice('parent '.length) ?? null,
    headers: lines.filter((line) => /^(author|encoding) /.test(line)),
    message: raw.subarray(end + 2),
  };
}

function formatCommit(
  commit: RawCommit & { readonly tree: string; readonly parent: string; readonly identity: CommitIdentity },
): Buffer {
  const [author = '', ...rest] = commit.headers;
  const seconds = Math.floor(Date.now() / 1000);
  const { name, email } = commit.identity;
  // The author in its original encoding; the committer in UTF-8.
  const committer = `committer ${plain(name)} <${plain(email)}> ${seconds} +0000`;
  return Buffer.concat([
    Buffer.from(`tree ${commit.tree}\nparent ${commit.parent}\n${author}\n`, 'latin1'),
    Buffer.from(`${committer}\n`),
    Buffer.from([...rest, '', ''].join('\n'), 'latin1'),
    commit.message,
  ]);
}

function plain(text: string): string {
  return text.replaceAll(/[<>\n\0]/g, '').trim();
}
