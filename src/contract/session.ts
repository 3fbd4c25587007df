/** A session as everybody outside the daemon sees it. Field names are the wire's: snake case, times in ISO 8601 UTC. */

import type { Preflight, RetriedFailure } from './agent-event.ts';

export const statuses = ['starting', 'running', 'completed', 'failed'] as const;

/** What a list shows of a session: exactly one of four. */
export type Status = (typeof statuses)[number];

/**
 * Where a session is in its life.
 *
 * `queued` waits for a slot · `preparing` gets its workspace · `starting` waits for the agent's first answer ·
 * `working` is in a turn · `waiting` cannot go on without an answer from a person · `proving` is being checked by
 * fairlead after a turn that ended well · `idle` has an agent but nothing to do · `paused` holds between turns ·
 * `stopping` is being ended, with proof that nothing is left running · `ended` is over until somebody continues it.
 */
export type PhaseName =
  | 'queued'
  | 'preparing'
  | 'starting'
  | 'working'
  | 'waiting'
  | 'proving'
  | 'idle'
  | 'paused'
  | 'stopping'
  | 'ended';

/** Why a session needs a person; beside the status, never instead of it. */
export type AttentionKind =
  | 'approval'
  | 'question'
  | 'review'
  | 'conflict'
  | 'limit'
  | 'budget'
  | 'auth'
  | 'stalled'
  /** A call was made that the policy was not asked about and would not have allowed. */
  | 'unasked';

/** From the most to the least that is allowed without a rule. */
export const levels = ['permissive', 'moderate', 'strict'] as const;

export type Level = (typeof levels)[number];

export type WorkspaceMode = 'worktree' | 'directory';

export interface Workspace {
  /** Absolute path of the directory the agent works in. */
  path: string;
  /** The branch made for the session; null in a plain directory. */
  branch: string | null;
  /** What the branch was cut from, as the user named it; null in a plain directory. */
  base: string | null;
  /** The commit `base` stood for when the workspace was made; null in a plain directory. */
  base_commit: string | null;
}

/** What a session was asked to do and under which conditions; fixed at creation. */
export interface SessionSpec {
  name: string;
  task: string;
  /** Name of a configured agent. */
  agent: string;
  model: string | null;
  policy: Level;
  /** Absolute path of the repository's top directory, or of the plain directory. */
  repo: string;
  workspace_mode: WorkspaceMode;
  /** The revision to cut the branch from, as the user named it. */
  base: string;
  /** The commit that `base` stood for when the session was created; null where no branch is cut. */
  base_commit: string | null;
  /** Commands that must succeed in the workspace before the session counts as completed. */
  gates: string[];
  /** Goes on by itself after a failed gate, an early stop or a lost process, a bounded number of times. */
  auto_continue: boolean;
  /** Starts only while fewer sessions than this hold a slot. */
  max_parallel: number;
  /** US dollars; null for no limit. */
  max_cost_usd: number | null;
  /** Tokens per epoch, read and written together; null for no limit. */
  max_tokens: number | null;
  /** Seconds of working time per epoch; null for no limit. */
  max_time_s: number | null;
  /** The session this one was forked from, with the agent's own id of that conversation. */
  forked_from: { session_id: string; agent_session: string } | null;
  /** What becomes of a turn that ended well and changed nothing; absent means `accept`. */
  unchanged?: WhenUnchanged;
  /** Nobody watches it: then its agent is started in the sandbox where there is one. */
  unattended?: boolean;
  run_id: string | null;
  unit_id: string | null;
}

/**
 * A turn ended well and changed nothing. `accept`: its last words are enough · `explain`: the agent is asked once why that
 * is right, and has to answer in a fixed form · `fail`: the session fails.
 */
export type WhenUnchanged = 'accept' | 'explain' | 'fail';

export type FailureKind =
  /** The workspace could not be made. */
  | 'workspace'
  /** The agent program could not be started, or ended before it was ready. */
  | 'launch'
  /** The agent itself reported that the turn failed. */
  | 'agent'
  /** The agent's process ended in the middle of a turn. */
  | 'crashed'
  /** The agent's process was ended by a signal that fairlead did not send. */
  | 'killed'
  /** The agent's process was gone when a daemon came back, after a reboot for example. */
  | 'lost'
  /** A gate failed. */
  | 'gate'
  /** The turn ended well, but nothing changed and the agent did not say why. */
  | 'no_evidence'
  /** Configuration that git executes was changed from within the workspace. */
  | 'guard'
  /** The provider's usage limit. */
  | 'limit'
  /** The session's own limit of cost or time. */
  | 'budget'
  /** The agent is not logged in. */
  | 'auth'
  /** The agent went round in circles or fell silent, and was to be stopped for it. */
  | 'stalled'
  /** Nobody answered an approval in time, and the session was to end then. */
  | 'unanswered'
  /** The agent cannot be supervised as it is configured. */
  | 'configuration';

/** How an epoch of a session ended. */
export type Outcome =
  | { kind: 'completed'; evidence: Evidence }
  | { kind: 'failed'; failure: FailureKind; reason: string }
  | { kind: 'stopped'; by: string }
  | { kind: 'interrupted'; why: string };

/** What proves that a turn which ended well did something. */
export interface Evidence {
  /** Commits on the session's branch that its base does not have. */
  commits: number;
  /** Files that differ from the base, uncommitted ones included. */
  files_changed: number;
  /** The agent's last words, one line; what it gives as reason when nothing changed. */
  statement: string | null;
  /** Why nothing had to change, as the agent answered when it was asked; absent where it was not. */
  unchanged?: string;
  gates: { command: string; passed: boolean }[];
}

/** Why a session that could go on is not given a slot. */
export interface Waiting {
  kind: 'slots' | 'limit' | 'auth' | 'budget' | 'disk' | 'memory';
  /** One line. */
  text: string;
  /** When it is over by itself, where that is known; ISO 8601 UTC. */
  until: string | null;
}

export interface SessionStats {
  turns: number;
  tool_calls: number;
  approvals: number;
  denials: number;
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
}

export interface SessionView {
  id: string;
  name: string;
  task: string;
  /** Present where `task` was cut, as in lists and live changes; the session by its id has it whole. */
  task_cut?: true;
  agent: string;
  model: string | null;
  status: Status;
  /** One line; null unless the status is failed. */
  reason: string | null;
  phase: PhaseName;
  outcome: Outcome | null;
  attention: AttentionKind[];
  /** Null where it does not wait for a slot, or it is not yet decided whether it has to. */
  waiting?: Waiting | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  last_activity_at: string;
  /** True from a daemon's start until the session's first new event. */
  restored: boolean;
  /** True after `rm`, until `undo`. */
  removed: boolean;
  repo: string;
  workspace: Workspace | null;
  policy: Level;
  run_id: string | null;
  unit_id: string | null;
  forked_from: string | null;
  /** The agent tries its model again after errors, since then; null once it has said or done something. */
  retrying: {
    attempt: number;
    of: number | null;
    error: string;
    failure: RetriedFailure;
    since: string;
  } | null;
  /**
   * The agent is at work, runs no tool and waits for no answer, so that only its model explains a long time since
   * `last_activity_at`. Missing in what an earlier daemon stored.
   */
  quiet?: boolean;
  /** How the agent's calls are guarded; null until it was first started. */
  guard: { sandbox: boolean; preflight: Preflight } | null;
  /** The agent's process while there is one. */
  pid: number | null;
  /** The agent's own id of the conversation, once known. */
  agent_session: string | null;
  /** Counts how often the session was continued after an end, from 1. */
  epoch: number;
  stats: SessionStats;
}
