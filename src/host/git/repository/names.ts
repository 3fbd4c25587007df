/** The names by which what we leave in a repository is recognised. */

/** Directory below the git common directory: the lock, and what is being deleted. */
export const ourDirectory = 'fairlead';

/** Below these refs stands what was saved. They are no branches: not listed, not pushed by default, kept by gc. */
export const salvageRefs = 'refs/fairlead/salvage';

/** Author and committer of what is saved. */
export const ourIdentity = { name: 'fairlead', email: 'fairlead@localhost' } as const;

/** Set on git commands that build one worktree, so that one left over by a killed process is found again. */
export const ownerVariable = 'FAIRLEAD_WORKTREE';

/** Ids are made by us, never by a person: they become directories and parts of branch names as they are. */
export function isId(id: string): boolean {
  return /^[a-z0-9]{8,64}$/.test(id);
}
