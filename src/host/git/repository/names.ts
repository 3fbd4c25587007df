/** Names that identify fairlead's objects in a repository. */

/** Directory below the git common directory: the lock, and files that are being deleted. */
export const ourDirectory = 'fairlead';

/** Prefix of refs to saved work. They are not branches: not listed, not pushed by default, and kept by gc. */
export const salvageRefs = 'refs/fairlead/salvage';

/** Author and committer of saved work. */
export const ourIdentity = { name: 'fairlead', email: 'fairlead@localhost' } as const;

/** Set on git commands that build one worktree, so that a command left by a killed process can be found. */
export const ownerVariable = 'FAIRLEAD_WORKTREE';

/** Ids come from fairlead, never from a person: they become directories and parts of branch names unchanged. */
export function isId(id: string): boolean {
  return /^[a-z0-9]{8,64}$/.test(id);
}
