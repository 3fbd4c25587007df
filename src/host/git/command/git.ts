import { tmpdir } from 'node:os';
import { createPermits, type Permits } from '../../../base/permits.ts';
import { createRepositoryLocks, type RepositoryLocks } from '../repository/repository-lock.ts';

/** The git program with what all uses of it in one process share. */
export interface Git {
  /** A name looked up in PATH, or a path. */
  readonly program: string;
  /** The caller's environment; only a few variables of it reach git. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly locks: RepositoryLocks;
  /**
   * Writing out working trees: at most two at once. 32 small ones get faster side by side, for large ones the disk is the
   * limit and a third only makes everybody wait longer.
   */
  readonly checkouts: Permits;
  /** An existing directory for files that are needed while something is looked at. */
  readonly scratch: string;
}

export interface GitSettings {
  program?: string;
  /** The system's directory for temporary files if not given. */
  scratch?: string;
  environment?: Readonly<Record<string, string | undefined>>;
  /** How long to wait for another process that holds a repository's lock; 2 minutes if not given. */
  lockWaitMs?: number;
}

export function createGit(settings: GitSettings = {}): Git {
  return {
    program: settings.program ?? 'git',
    environment: settings.environment ?? process.env,
    locks: createRepositoryLocks({ waitMs: settings.lockWaitMs ?? 120_000 }),
    checkouts: createPermits(2),
    scratch: settings.scratch ?? tmpdir(),
  };
}
