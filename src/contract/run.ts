/** A run as clients see it: one execution of one plan on one repository. */
import type { MergeStrategy } from './merge.ts';
import type { PlanFormatName } from './plan-formats.ts';
import type { Question } from './question.ts';
import type { Level } from './session.ts';

export type RunStatus =
  | 'running'
  | 'paused'
  | 'stopping'
  | 'stopped'
  /** It was running when its daemon ended, and no daemon has resumed it. */
  | 'crashed'
  | 'completed'
  | 'failed';

/**
 * `pending` waits for dependencies · `ready` waits for a slot · `running` has a working agent · `gate` runs its gates
 * · `merging` is merged into the integration branch · `unchanged` is completed without changes · `needs_person` is
 * blocked on a person · `not_chosen` is excluded by `--only`.
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

/** `slots`: a unit starts when its dependencies are merged. `barrier`: it also waits for all earlier waves. */
export type WaveMode = 'slots' | 'barrier';

/**
 * `ask`: a person decides whether the unit is done · `accept`: the agent's reason is enough · `fail`: the unit fails.
 */
export type WhenEmpty = 'ask' | 'accept' | 'fail';

/** The options of a run; fixed when it is created. */
export interface RunSpec {
  title: string;
  /**
   * Paths of the plan's documents, relative to the repository, absolute outside it. Together they identify the plan.
   */
  plan: string[];
  /** Absolute directory that paths within the plan are relative to; absent if it is the repository. */
  plan_home?: string;
  format: PlanFormatName;
  /** Absolute path of the repository's top directory. */
  repo: string;
  /** The revision that the integration branch starts from, as the user named it, and its commit. */
  base: string;
  base_commit: string;
  agent: string;
  model: string | null;
  policy: Level;
  max_parallel: number;
  waves: WaveMode;
  /** Starts units whatever other sessions run on the host, with at most `max_parallel` of its own at a time. */
  now: boolean;
  /** Lets units with common files run at the same time. */
  allow_overlap: boolean;
  /** Ids of the chosen units; absent if all are. The others count as completed for units that depend on them. */
  only?: string[];
  /** Gates of every unit, in addition to its own. */
  gates: string[];
  /** Gates of the merged tree, run before the integration branch moves. */
  merge_gates: string[];
  /** US dollars for the whole run; null for no limit. */
  max_cost_usd: number | null;
  /** Input and output tokens together. */
  max_tokens: number | null;
  /** Seconds of running time, without pauses. */
  max_time_s: number | null;
  /** Limits of each unit's session. */
  max_unit_cost_usd: number | null;
  max_unit_tokens: number | null;
  max_unit_time_s: number | null;
  /**
   * How to treat a unit that changed nothing and has no gate of its own; absent in runs of earlier versions:
   * `accept`.
   */
  empty?: WhenEmpty;
  /**
   * The branch that the run is merged into when every unit is completed; null leaves the work on the integration
   * branch.
   */
  merge_into: string | null;
  strategy: MergeStrategy;
  /** Marks completed units in the documents. */
  write_back: boolean;
}

export interface RunProgress {
  completed: number;
  /** Completed without a change. */
  unchanged: number;
  running: number;
  failed: number;
  skipped: number;
  pending: number;
  total: number;
  /** Percentage of ended units, from 0 to 100. */
  percent: number;
  /** Estimated from the units that have run; null before the first has. */
  remaining_s: number | null;
}

export interface RunView {
  id: string;
  /** The plan's documents. */
  plan: string[];
  title: string;
  repo: string;
  /** Process id of the daemon that looks after it; null when it has ended. */
  pid: number | null;
  status: RunStatus;
  /** One line; null if there is none. */
  reason: string | null;
  started_at: string;
  last_heartbeat: string;
  ended_at: string | null;
  /** The integration branch, once it exists. */
  branch: string | null;
  cost_usd: number;
  progress: RunProgress;
  /** Ids of units, by wave. */
  waves: string[][];
  units: UnitView[];
}

/** The stored part of a run's view, without its units, daemon and cost. */
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
  /** Why it failed, was skipped, waits or changed nothing, or the question to a person; one line. */
  reason: string | null;
  /** The kind of question about the unit itself; null if there is none, or if its session asks. */
  question: Question['kind'] | null;
  /** The merge of its work on the integration branch; null if it changed nothing. */
  commit: string | null;
  started_at: string | null;
  ended_at: string | null;
}
