/** A session as clients see it. Field names are those of the API: snake case, times in ISO 8601 UTC. */

import type { Preflight, RetriedFailure } from './agent-event.ts';

export const statuses = ['starting', 'running', 'completed', 'failed'] as const;

/** What a list shows of a session: exactly one of four. */
export type Status = (typeof statuses)[number];

/**
 * The phase of a session.
 *
 * `queued` waits for a slot · `preparing` gets its workspace · `starting` waits for the agent's first response ·
 * `working` is in a turn · `waiting` waits for an answer from a person · `proving` is checked by fairlead after a
 * turn that ended well · `idle` has an agent process without a prompt · `paused` waits between turns · `stopping`
 * ends its processes and verifies that none is left · `ended` is over until it is continued.
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

/** Why a session needs a person; shown in addition to the status. */
export type AttentionKind =
  | 'approval'
  | 'question'
  | 'review'
  | 'conflict'
  | 'limit'
  | 'budget'
  | 'auth'
  | 'stalled'
  /** The agent made a call without asking that the policy would not have allowed. */
  | 'unasked';

/** The levels, from the most to the least permissive. */
export const levels = ['permissive', 'moderate', 'strict'] as const;

export type Level = (typeof levels)[number];

export type WorkspaceMode = 'worktree' | 'directory';

export interface Workspace {
  /** Absolute path of the directory the agent works in. */
  path: string;
  /** The session's branch; null in a plain directory. */
  branch: string | null;
  /** The revision that the branch started from, as the user named it; null in a plain directory. */
  base: string | null;
  /** The commit of `base` when the workspace was created; null in a plain directory. */
  base_commit: string | null;
}

/** The task and options of a session; fixed at creation. */
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
  /** The revision that the branch starts from, as the user named it. */
  base: string;
  /** The commit of `base` when the session was created; null if it has no branch. */
  base_commit: string | null;
  /** Commands that must succeed in the workspace before the session is completed. */
  gates: string[];
  /** Continues automatically after a failed gate, an early stop or a lost process, a bounded number of times. */
  auto_continue: boolean;
  /** Starts only while fewer sessions than this hold a slot. */
  max_parallel: number;
  /** US dollars; null for no limit. */
  max_cost_usd: number | null;
  /** Input and output tokens per epoch; null for no limit. */
  max_tokens: number | null;
  /** Seconds of working time per epoch; null for no limit. */
  max_time_s: number | null;
  /** The session this one was forked from, with the agent's own id of that conversation. */
  forked_from: { session_id: string; agent_session: string } | null;
  /** How to treat a turn that ended well and changed nothing; absent means `accept`. */
  unchanged?: WhenUnchanged;
  /** Unattended: its agent starts in the sandbox if there is one. */
  unattended?: boolean;
  run_id: string | null;
  unit_id: string | null;
}

/**
 * For a turn that ended well and changed nothing. `accept`: the last message is enough · `explain`: fairlead asks the
 * agent once for the reason, in a fixed form · `fail`: the session fails.
 */
export type WhenUnchanged = 'accept' | 'explain' | 'fail';

export type FailureKind =
  /** The workspace could not be created. */
  | 'workspace'
  /** The agent program could not be started, or ended before it was ready. */
  | 'launch'
  /** The agent itself reported that the turn failed. */
  | 'agent'
  /** The agent's process ended in the middle of a turn. */
  | 'crashed'
  /** The agent's process was ended by a signal that fairlead did not send. */
  | 'killed'
  /** The agent's process was gone when a daemon started, for example after a reboot. */
  | 'lost'
  /** A gate failed. */
  | 'gate'
  /** The turn ended well, but changed nothing and the agent gave no reason. */
  | 'no_evidence'
  /** A process in the workspace changed configuration that git executes. */
  | 'guard'
  /** The provider's usage limit. */
  | 'limit'
  /** The session's own limit of cost, tokens or time. */
  | 'budget'
  /** The agent is not logged in. */
  | 'auth'
  /** The agent repeated itself or was silent, and `when_stalled` is `stop`. */
  | 'stalled'
  /** An approval expired, and `when_unanswered` is `end`. */
  | 'unanswered'
  /** The agent cannot be supervised in its configuration. */
  | 'configuration';

/** How an epoch of a session ended. */
export type Outcome =
  | { kind: 'completed'; evidence: Evidence }
  | { kind: 'failed'; failure: FailureKind; reason: string }
  | { kind: 'stopped'; by: string }
  | { kind: 'interrupted'; why: string };

/** Evidence of a turn that ended well. */
export interface Evidence {
  /** Commits on the session's branch that are not in its base. */
  commits: number;
  /** Files that differ from the base, including uncommitted ones. */
  files_changed: number;
  /** The agent's last message, one line; its reason if nothing changed. */
  statement: string | null;
  /** Why nothing had to change, in the agent's answer to that question; absent if it was not asked. */
  unchanged?: string;
  gates: { command: string; passed: boolean }[];
}

/** Why a session that is ready does not get a slot. */
export interface Waiting {
  kind: 'slots' | 'limit' | 'auth' | 'budget' | 'disk' | 'memory';
  /** One line. */
  text: string;
  /** When the wait ends, if known; ISO 8601 UTC. */
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
  /** Null if it does not wait for a slot, or if admission has not decided yet. */
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
  /** The agent has retried its model since then; null after its next output or call. */
  retrying: {
    attempt: number;
    of: number | null;
    error: string;
    failure: RetriedFailure;
    since: string;
  } | null;
  /**
   * True if the agent works, runs no tool and waits for no answer, so that only its model explains a long time since
   * `last_activity_at`. Absent in data of earlier versions.
   */
  quiet?: boolean;
  /** How the agent's calls are guarded; null before its first start. */
  guard: { sandbox: boolean; preflight: Preflight } | null;
  /** Process id of the agent; null without a process. */
  pid: number | null;
  /** The agent's own id of the conversation, if known. */
  agent_session: string | null;
  /** Counts the epochs of the session, from 1. */
  epoch: number;
  stats: SessionStats;
}
