/** Results of one unit's gates on the base commit of a run. */
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
  /** Null if the gate did not run, or did not exit normally. */
  exit_code: number | null;
  /** One line: why it did not run, or why it cannot run; null if the outcome is enough. */
  reason: string | null;
  /** The end of its output, at most 4,000 characters. */
  output: string;
  duration_s: number;
}

/**
 * - `fails`: it does not succeed yet, so it can show that the work was done.
 * - `passes`: it succeeds without the work.
 * - `cannot_run`: a program is missing or not executable (exit status 126 or 127).
 * - `timed_out`: it exceeded the time limit of a gate.
 * - `denied`, `needs_approval`: a rule of the policy prevents it.
 */
export type TrialOutcome = 'fails' | 'passes' | 'cannot_run' | 'timed_out' | 'denied' | 'needs_approval';
