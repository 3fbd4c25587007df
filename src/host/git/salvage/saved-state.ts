/**
 * The content of a salvage commit besides its trees: JSON in its message, so that the commit alone is enough to
 * restore a worktree. Anyone who can write to the repository can write such a commit, so it is untrusted input.
 */

export interface SavedState {
  readonly v: 1;
  readonly id: string;
  /** The branch of HEAD; null if it was detached. */
  readonly branch: string | null;
  /** The commit of HEAD. */
  readonly head: string;
  /** A merge in progress: the commits being merged, the message, and the index entries in conflict. */
  readonly merge: { readonly heads: string[]; readonly message: string; readonly conflicts: string[] } | null;
}

export function formatState(state: SavedState): string {
  return `fairlead salvage of ${state.id}\n\n${JSON.stringify(state)}\n`;
}

/** @returns null if the message is not fairlead's */
export function parseState(message: string): SavedState | null {
  const json = message.slice(message.indexOf('\n\n') + 2);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  return isState(value) ? value : null;
}

function isState(value: unknown): value is SavedState {
  if (!isObject(value) || value['v'] !== 1) return false;
  const { id, branch, head, merge } = value;
  if (typeof id !== 'string' || !isCommit(head)) return false;
  if (branch !== null && typeof branch !== 'string') return false;
  if (merge === null) return true;
  if (!isObject(merge) || typeof merge['message'] !== 'string') return false;
  const { heads, conflicts } = merge;
  return (
    Array.isArray(heads) && heads.every(isCommit) && Array.isArray(conflicts) && conflicts.every(isConflict)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCommit(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value);
}

/** A line of `git ls-files --unmerged`: `<mode> <id> <stage>\t<path>`. */
function isConflict(value: unknown): value is string {
  return typeof value === 'string' && /^\d{6} [0-9a-f]{40,64} [123]\t[^\0]+$/.test(value);
}
