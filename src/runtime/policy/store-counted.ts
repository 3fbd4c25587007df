import type { Commit, Committed } from '../../store/commit.ts';
import type { Deps } from '../deps.ts';

/**
 * Stores a commit and counts its uses of rules. There is no await between the verdict and this call, so no rule is used
 * more often than it allows.
 */
export async function storeCounted({ rules, store }: Deps, commit: Commit): Promise<Committed> {
  rules.reserve(commit.uses);
  try {
    const committed = await store.commit(commit);
    if (commit.rules.length + commit.forgotten.length > 0) rules.note(commit);
    return committed;
  } catch (error) {
    rules.release(commit.uses);
    throw error;
  }
}
