/** What the runtime is given by whoever constructs it. */
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
  /** The adapter for each protocol of the configuration. */
  adapters: ReadonlyMap<string, Adapter>;
  configuration: Configuration;
  git: Git;
  /** What paths mean here, and which directories are the daemon's own. */
  machine: MachinePaths;
  rules: RuleBook;
  /** Who waits for the answer to a command whose work ends with a later commit. */
  answers: PendingAnswers;
  askModel: AskModel;
  newIds(): NewIds;
  /** The environment that agents and gates inherit. */
  env: Readonly<Record<string, string>>;
  /** Whether agents can be started in the sandbox here; in one line why not. Found out once, by trying. */
  sandbox(): Promise<Result<null, string>>;
  log: Log;
}

/** The configuration as it is on disk now; files that have changed are read again. */
export interface Configuration {
  /** For a wish that begins something: a file that cannot be read refuses it. */
  read(repo: string): Promise<Result<Settings, Problem>>;
  /** For what is under way: where a file cannot be read, its last good content stays in force. */
  inForce(repo: string): Promise<Settings>;
  /** Files of a repository, relative to its top, that the configuration is read from. */
  repositoryFiles(): readonly string[];
  /** Remembers that the user trusts these files of a repository with this content; `hash` is its SHA-256, hexadecimal. */
  trust(repo: string, files: readonly { path: string; hash: string }[]): void;
  /** Whether the user trusts a file of a repository with this very content. */
  trusts(repo: string, path: string, content: Buffer): boolean;
}

export interface ModelQuestion {
  instructions: string;
  material: string;
  /** The form of the answer, JSON. */
  schema: ReviewSchema;
}

/** One question to a model behind its provider's API; the error says in one line why there is no answer. */
export type AskModel = (
  question: ModelQuestion,
  model: ApiModel & { key: string },
  signal: AbortSignal,
) => Promise<Result<{ text: string; usage: TokenUsage }, string>>;

/** Milliseconds; the longest that a timer of Node can be set to is about 25 days. */
export const longestTimer = 24 * 60 * 60 * 1_000;

export interface Paths {
  /** Where each session has a directory named by its id, with its journal. */
  sessions: string;
  /** Where workspaces are made unless configured otherwise. */
  worktrees: string;
  /** A file for each worktree that fairlead has made for itself and not removed yet. */
  trees: string;
  /** What sessions changed in repositories, until somebody has looked at it. */
  tampered: string;
}

export interface Log {
  info(what: string, details?: Record<string, unknown>): void;
  warn(what: string, details?: Record<string, unknown>): void;
  error(what: string, details?: Record<string, unknown>): void;
}

/** How a session's processes are recognised. Documented: other programs may rely on it. */
export function markerOf(session: string): string {
  return `FAIRLEAD_SESSION=${session}`;
}
