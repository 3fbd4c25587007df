export type Decision = 'allow' | 'deny' | 'ask';

/** How far a rule reaches that came from an answer. */
export type RuleScope = 'session' | 'run' | 'repository' | 'user';

/** A decision with its ground, so that nobody has to guess why. */
export interface Verdict {
  decision: Decision;
  /** The rule that decided; null when the level or the built-in protection did. */
  rule: string | null;
  /** Where that rule is written, or `level moderate`, `built-in protection`. */
  source: string;
  reason: string;
  /** The verdict on each part of a command line, in order; empty where there is one part only. */
  parts: VerdictPart[];
  /** Keys of the rules with a number of uses that the verdict is a use of. */
  uses?: string[];
}

export interface VerdictPart {
  text: string;
  decision: Decision;
  rule: string | null;
  source: string;
  reason: string;
}
