/** What the gates of one unit say of the tree that a run would begin from. */
export interface TrialView {
  unit: string;
  /** Full id of the commit that the gates ran on. */
  base_commit: string;
  /** In the order of the plan. */
  gates: TriedGate[];
}

export interface TriedGate {
  command: string;
  outcome: TrialOutcome;
  /** Null where the gate was not run, or did not end by itself. */
  exit_code: number | null;
  /** One line: why it was not run, or why it cannot run; null where the outcome says it all. */
  reason: string | null;
  /** The end of what it printed, at most 4,000 characters. */
  output: string;
  duration_s: number;
}

/**
 * - `fails`: it does not succeed yet, so it can show that the work was done.
 * - `passes`: it succeeds without the work.
 * - `cannot_run`: a program is missing or cannot be executed (exit status 126 or 127).
 * - `timed_out`: it ran longer than a gate may.
 * - `denied`, `needs_approval`: a rule of the policy keeps it from being run.
 */
export type TrialOutcome = 'fails' | 'passes' | 'cannot_run' | 'timed_out' | 'denied' | 'needs_approval';
