import type { Level } from './session.ts';

/** Who may do what: the three lists in Claude Code's rule syntax and the level for what no rule decides. */
export interface PolicyView {
  level: Level;
  allow: PolicyRule[];
  ask: PolicyRule[];
  deny: PolicyRule[];
}

export interface PolicyRule {
  /** The rule as written, `Bash(npm run test:*)` for example. */
  rule: string;
  /** The file, flag or answer that it comes from. */
  source: string;
  /** Absolute directory that a pattern with a leading slash is relative to. */
  root: string;
}

export type Decision = 'allow' | 'deny' | 'ask';

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
}

export interface VerdictPart {
  text: string;
  decision: Decision;
  rule: string | null;
  source: string;
  reason: string;
}
