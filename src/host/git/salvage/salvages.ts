import { ok, type Result } from '../../../base/result.ts';
import { gitOutput } from '../command/git-output.ts';
import { isId, salvageRefs } from '../repository/names.ts';
import type { Problem } from '../../../base/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { GitPlace } from '../command/run-git.ts';
import { parseState, type SavedState } from './saved-state.ts';

/** A saved worktree, as described by its ref. */
export interface SavedWorktree {
  /** `refs/fairlead/salvage/<id>`, with the suffix `-2`, `-3` … if the id was saved before. */
  readonly ref: string;
  readonly commit: string;
  /** In ISO 8601. */
  readonly savedAt: string;
  readonly state: SavedState;
}

/** Lists all saved work in the repository, newest first; ignores refs of others. */
export async function listSalvages(
  place: GitPlace,
  options: { id?: string; signal?: AbortSignal | undefined } = {},
): Promise<Result<SavedWorktree[], Problem>> {
  // Fields end in NUL, so records are separated by count: a message may contain any other character.
  const format =
    ['%(refname)', '%(objectname)', '%(creatordate:iso-strict)', '%(contents)'].join('%00') + '%00';
  const args = [
    'for-each-ref',
    '--sort=-creatordate',
    '--sort=-version:refname',
    `--format=${format}`,
    `${salvageRefs}/`,
  ];
  const listed = await gitOutput(place, args, { signal: options.signal });
  if (!listed.ok) return listed;
  const saved: SavedWorktree[] = [];
  const parts = listed.value.toString('utf8').split('\0');
  for (let at = 0; at + 3 < parts.length; at += 4) {
    const [ref = '', commit = '', savedAt = '', message = ''] = parts.slice(at, at + 4);
    const state = parseState(message);
    const name = ref.trim();
    if (state && isRefOf(name, state.id) && (options.id === undefined || options.id === state.id))
      saved.push({ ref: name, commit, savedAt, state });
  }
  return ok(saved);
}

/** Deletes saved work; git's next gc may then remove it permanently. */
export async function deleteSalvage(
  repository: Repository,
  { ref, commit }: Pick<SavedWorktree, 'ref' | 'commit'>,
): Promise<Result<null, Problem>> {
  const deleted = await gitOutput(repository, ['update-ref', '--no-deref', '-d', ref, commit]);
  return deleted.ok ? ok(null) : deleted;
}

export function salvageRef(id: string, count: number): string {
  return `${salvageRefs}/${count === 1 ? id : `${id}-${count}`}`;
}

function isRefOf(ref: string, id: string): boolean {
  const name = ref.slice(salvageRefs.length + 1);
  return isId(id) && (name === id || new RegExp(`^${id}-\\d+$`).test(name));
}
