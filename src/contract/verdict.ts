export type Decision = 'allow' | 'deny' | 'ask';

/** The scope of a rule that an answer added. */
export type RuleScope = 'session' | 'run' | 'repository' | 'user';

/** A decision with its reason and its rule. */
export interface Verdict {
  decision: Decision;
  /** The rule that decided; null if the level or the built-in protection did. */
  rule: string | null;
  /** The file of that rule, or `level moderate`, `built-in protection`. */
  source: string;
  reason: string;
  /** The verdict on each part of a command line, in order; empty if there is only one part. */
  parts: VerdictPart[];
  /** Keys of the rules whose uses the verdict counts. */
  uses?: string[];
}

export interface VerdictPart {
  text: string;
  decision: Decision;
  rule: string | null;
  source: string;
  reason: string;
}
