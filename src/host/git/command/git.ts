import { tmpdir } from 'node:os';
import { createPermits, type Permits } from '../../../base/permits.ts';
import { createRepositoryLocks, type RepositoryLocks } from '../repository/repository-lock.ts';

/** The git program, and the state that all its uses in one process share. */
export interface Git {
  /** A name looked up in PATH, or a path. */
  readonly program: string;
  /** The caller's environment; only a few of its variables are passed to git. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly locks: RepositoryLocks;
  /**
   * Limits parallel checkouts to two. Small ones (32 were measured) gain from two; for large ones the disk is the
   * limit, and a third makes all of them slower.
   */
  readonly checkouts: Permits;
  /** An existing directory for temporary files of an inspection. */
  readonly scratch: string;
}

export interface GitSettings {
  program?: string;
  /** Directory for temporary files (default: the system's). */
  scratch?: string;
  environment?: Readonly<Record<string, string | undefined>>;
  /** How long to wait for another process that holds a repository's lock, in milliseconds (default: 2 minutes). */
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
