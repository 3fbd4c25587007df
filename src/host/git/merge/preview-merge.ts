import { err, ok, type Result } from '../../../base/result.ts';
import { explainFailure } from '../command/explain-failure.ts';
import type { Problem } from '../../../base/problem.ts';
import { runGit, type GitOptions, type GitPlace } from '../command/run-git.ts';

/** The result of a trial merge. */
export type MergePreview =
  | { readonly kind: 'clean'; readonly tree: string }
  | {
      readonly kind: 'conflict';
      /** Files with conflicts. */
      readonly files: readonly string[];
      /** git's message for each, for a reader. */
      readonly messages: readonly string[];
    };

/**
 * Merges two commits into a tree, without a checkout or an index. Merge drivers do not run: a file with one counts as
 * a conflict if both sides changed it, unless the driver is trusted.
 *
 * @param place attributes of files are read from its working tree
 * @param ours full id of a commit
 * @param theirs full id of a commit
 */
export async function previewMerge(
  place: GitPlace,
  ours: string,
  theirs: string,
  options: Pick<GitOptions, 'signal' | 'env'> = {},
): Promise<Result<MergePreview, Problem>> {
  const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--messages', ours, theirs];
  const merged = await runGit(place, args, options);
  if (!merged.ok) return merged;
  const { code, stdout } = merged.value;
  const [tree = '', ...rest] = stdout.toString('utf8').split('\0');
  // A missing commit gives 1 as well, but no tree.
  if (code > 1 || !/^[0-9a-f]{40,64}$/.test(tree)) return err(explainFailure(place, args, merged.value));
  if (code === 0) return ok({ kind: 'clean', tree });
  const end = rest.indexOf('');
  return ok({ kind: 'conflict', files: rest.slice(0, end), messages: parseMessages(rest.slice(end + 1)) });
}

/** `<number of paths>`, the paths, a type, a message; repeated (git-merge-tree, "Informational messages"). */
function parseMessages(fields: string[]): string[] {
  const messages: string[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const message = at + Number(fields[at]) + 2;
    messages.push((fields[message] ?? '').trimEnd());
    at = message + 1;
  }
  return messages;
}
