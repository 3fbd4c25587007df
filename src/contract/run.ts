/** A run as everybody outside the daemon sees it: one execution of one plan on one repository. */
import type { MergeStrategy } from './merge.ts';
import type { PlanFormatName } from './plan-formats.ts';
import type { Question } from './question.ts';
import type { Level } from './session.ts';

export type RunStatus =
  | 'running'
  | 'paused'
  | 'stopping'
  | 'stopped'
  /** It was under way when its daemon ended, and no daemon has taken it up. */
  | 'crashed'
  | 'completed'
  | 'failed';

/**
 * `pending` waits for what it depends on · `ready` waits for a slot · `running` has an agent at work · `gate` is being
 * proven · `merging` goes into the integration branch · `unchanged` is done and changed nothing · `needs_person` cannot go on without a person · `not_chosen` is
 * left out by `--only`.
 */
export type UnitStatus =
  | 'pending'
  | 'ready'
  | 'running'
  | 'gate'
  | 'merging'
  | 'completed'
  | 'unchanged'
  | 'failed'
  | 'skipped'
  | 'needs_person'
  | 'not_chosen';

/** `slots`: a unit begins as soon as what it depends on is merged. `barrier`: it also waits for all earlier waves. */
export type WaveMode = 'slots' | 'barrier';

/** `ask`: a person says whether the unit is done · `accept`: the agent's reason is enough · `fail`: the unit fails. */
export type WhenEmpty = 'ask' | 'accept' | 'fail';

/** Under which conditions a plan is run; fixed when the run is created. */
export interface RunSpec {
  title: string;
  /**
   * The paths of the plan's documents, relative to the repository, absolute where they lie outside; together they say which
   * plan it is.
   */
  plan: string[];
  /** Absolute path of the directory that the paths within the plan lead from; absent where it is the repository. */
  plan_home?: string;
  format: PlanFormatName;
  /** Absolute path of the repository's top directory. */
  repo: string;
  /** The revision that the integration branch is cut from, as the user named it, and its commit. */
  base: string;
  base_commit: string;
  agent: string;
  model: string | null;
  policy: Level;
  max_parallel: number;
  waves: WaveMode;
  /** Its units begin whatever else is at work on the host; no more than `max_parallel` of its own at a time. */
  now: boolean;
  /** Units with declared files in common may run at the same time. */
  allow_overlap: boolean;
  /** Ids of the units that were chosen; absent where all were. The others count as there for those that need them. */
  only?: string[];
  /** Gates of every unit, beside its own. */
  gates: string[];
  /** Gates of the merged tree, before the integration branch moves. */
  merge_gates: string[];
  /** US dollars for the whole run; null for no limit. */
  max_cost_usd: number | null;
  /** Read and written together. */
  max_tokens: number | null;
  /** Seconds that it may be under way, pauses left out. */
  max_time_s: number | null;
  /** Limits of each unit's session. */
  max_unit_cost_usd: number | null;
  max_unit_tokens: number | null;
  max_unit_time_s: number | null;
  /** What becomes of a unit that changed nothing and has no gate of its own; absent in runs of earlier versions: `accept`. */
  empty?: WhenEmpty;
  /** Where all is merged when every unit is done; null leaves it on the integration branch. */
  merge_into: string | null;
  strategy: MergeStrategy;
  /** Marks units as done in the documents. */
  write_back: boolean;
}

export interface RunProgress {
  completed: number;
  /** Done without a change. */
  unchanged: number;
  running: number;
  failed: number;
  skipped: number;
  pending: number;
  total: number;
  /** Of units that are over, from 0 to 100. */
  percent: number;
  /** Estimated from the units that have run; null as long as none has. */
  remaining_s: number | null;
}

export interface RunView {
  id: string;
  /** The plan's documents. */
  plan: string[];
  title: string;
  repo: string;
  /** Of the daemon that looks after it; null when it is over. */
  pid: number | null;
  status: RunStatus;
  /** One line; null where there is nothing to say. */
  reason: string | null;
  started_at: string;
  last_heartbeat: string;
  ended_at: string | null;
  /** The integration branch, once it is there. */
  branch: string | null;
  cost_usd: number;
  progress: RunProgress;
  /** Ids of units, by wave. */
  waves: string[][];
  units: UnitView[];
}

/** What a run is by itself; its units, who looks after it and what it cost are told beside it. */
export type RunSummary = Omit<RunView, 'units' | 'pid' | 'last_heartbeat' | 'cost_usd'>;

export interface UnitView {
  id: string;
  title: string;
  status: UnitStatus;
  depends_on: string[];
  files: string[];
  gate: string[];
  /** From 1. */
  wave: number;
  /** Of the last attempt. */
  session_id: string | null;
  attempts: number;
  /** Why it failed, was skipped, waits or changed nothing, or what is asked of a person; one line. */
  reason: string | null;
  /** What kind of question a person is asked about the unit itself; null where none is, or where its session asks. */
  question: Question['kind'] | null;
  /** The merge on the integration branch that brought its work; null where it changed nothing. */
  commit: string | null;
  started_at: string | null;
  ended_at: string | null;
}
