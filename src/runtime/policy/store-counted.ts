import type { Commit, Committed } from '../../store/commit.ts';
import type { Deps } from '../deps.ts';

/**
 * Stores a commit and counts the uses of rules in it, so that no rule is used more often than it allows. Between the
 * judgement of a call and this nothing has been waited for: the counts seen there are still the same.
 */
export async function storeCounted({ rules, store }: Deps, commit: Commit): Promise<Committed> {
  rules.take(commit.uses);
  try {
    const committed = await store.commit(commit);
    if (commit.rules.length + commit.forgotten.length > 0) rules.note(commit);
    return committed;
  } catch (error) {
    rules.giveBack(commit.uses);
    throw error;
  }
}
