/** Dependencies of the runtime, supplied by its creator. */
import type { Adapter } from '../agents/agent.ts';
import type { Clock } from '../base/clock.ts';
import type { Result } from '../base/result.ts';
import type { Problem } from '../base/problem.ts';
import type { TokenUsage } from '../contract/agent-event.ts';
import type { ReviewSchema } from '../contract/review.ts';
import type { ApiModel, Settings } from '../contract/settings.ts';
import type { MachinePaths } from '../core/policy/call.ts';
import type { NewIds } from '../core/session/decision-context.ts';
import type { Git } from '../host/git/command/git.ts';
import type { ProcessTable } from '../host/process/process-table.ts';
import type { Store } from '../store/store.ts';
import type { PendingAnswers } from './machine/pending-answers.ts';
import type { RuleBook } from './policy/rule-book.ts';

export interface Deps {
  store: Store;
  clock: Clock;
  table: ProcessTable;
  paths: Paths;
  /** Adapters by protocol, as named in the configuration. */
  adapters: ReadonlyMap<string, Adapter>;
  configuration: Configuration;
  git: Git;
  /** Resolves paths, and knows fairlead's own directories. */
  machine: MachinePaths;
  rules: RuleBook;
  /** Callers that wait for the end of a command. */
  answers: PendingAnswers;
  askModel: AskModel;
  newIds(): NewIds;
  /** The environment that agents and gates inherit. */
  env: Readonly<Record<string, string>>;
  /**
   * Returns whether the sandbox works here; the error gives the reason in one line. Tested once, by starting a program.
   */
  sandbox(): Promise<Result<null, string>>;
  log: Log;
}

/** The configuration on disk; changed files are read again. */
export interface Configuration {
  /** For new work: an unreadable file is an error. */
  read(repo: string): Promise<Result<Settings, Problem>>;
  /** For work in progress: for an unreadable file, its last valid content applies. */
  inForce(repo: string): Promise<Settings>;
  /** Configuration files of a repository, relative to its top. */
  repositoryFiles(): readonly string[];
  /** Stores that the user trusts these files of a repository at this content. `hash` is SHA-256, hexadecimal. */
  trust(repo: string, files: readonly { path: string; hash: string }[]): void;
  /** Returns whether the user trusts a file of a repository at exactly this content. */
  trusts(repo: string, path: string, content: Buffer): boolean;
}

export interface ModelQuestion {
  instructions: string;
  material: string;
  /** JSON schema of the answer. */
  schema: ReviewSchema;
}

/** Asks a model through its provider's API one question. The error says in one line why there is no answer. */
export type AskModel = (
  question: ModelQuestion,
  model: ApiModel & { key: string },
  signal: AbortSignal,
) => Promise<Result<{ text: string; usage: TokenUsage }, string>>;

/** Milliseconds; below Node's maximum for a timer, about 25 days. */
export const longestTimer = 24 * 60 * 60 * 1_000;

export interface Paths {
  /** Parent of the session directories, each named by session id, with the journal. */
  sessions: string;
  /** Default directory of workspaces. */
  worktrees: string;
  /** Contains one file for each temporary worktree of fairlead's own that is not removed yet. */
  trees: string;
  /** Contains changes that sessions made to repositories and that no person has reviewed yet. */
  tampered: string;
}

export interface Log {
  info(what: string, details?: Record<string, unknown>): void;
  warn(what: string, details?: Record<string, unknown>): void;
  error(what: string, details?: Record<string, unknown>): void;
}

/** Returns the marker of a session's processes. It is documented: other programs may depend on it. */
export function markerOf(session: string): string {
  return `FAIRLEAD_SESSION=${session}`;
}
