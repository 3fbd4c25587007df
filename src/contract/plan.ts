/** A plan as read: units, their dependencies, and problems. Plain JSON. */
import type { PlanFormatName } from './plan-formats.ts';

export interface Plan {
  format: PlanFormatName;
  /** Why this format was detected, in one line. */
  format_reason: string;
  title: string;
  goal: string | null;
  /** Paths that the plan tells every agent to read, as written. */
  context: string[];
  /** Documents that every agent should read and that are outside the repository; absent if there are none. */
  attached?: { path: string; text: string }[];
  sources: PlanSource[];
  /** In the order of the document. */
  units: PlanUnit[];
  /** What could not be read or resolved. An `error` prevents a run. */
  problems: PlanProblem[];
  /** How each command in the units' texts was treated, at most 2,000. */
  gate_notes: GateNote[];
}

/** A command of the document, and the gate made from it. */
export interface GateNote {
  unit: string;
  /** As written in the document. */
  written: string;
  /** The command to run; null if the text is left to the agent. */
  gate: string | null;
  /** Why it was changed or is not a gate; null if it was used unchanged. */
  reason: string | null;
}

export interface PlanSource {
  path: string;
  /** Of the bytes read, in hex. */
  sha256: string;
}

/** Who does it: an agent, or a person who verifies work, decides, or acts. */
export type UnitKind = 'auto' | 'verify' | 'decide' | 'act';

export interface PlanUnit {
  /** Id in the document; unique in the plan. */
  id: string;
  title: string;
  kind: UnitKind;
  /** Ids of units of this plan. */
  depends_on: string[];
  /** The wave that the document claims; 1 is the first. fairlead computes the waves it uses. */
  declared_wave: number | null;
  /** Paths that the unit declares, relative to the repository; empty if it declares none. */
  files: string[];
  /**
   * The steps of the unit. In an `auto` unit, fairlead asks a person for `decide` and `act` steps before the agent
   * starts, and for `verify` steps after its gate has passed.
   */
  steps: PlanStep[];
  /** Commands that must succeed in the unit's workspace. */
  gate: string[];
  /** Acceptance criteria in words. */
  acceptance: string[];
  /** The agent's task: the unchanged text of the document. */
  prompt: string;
  /** Place of that text. */
  range: SourceRange;
  /** The agent that the document names. */
  agent: string | null;
  /** The document marks it as done. */
  done: boolean;
}

export interface PlanStep {
  title: string;
  kind: UnitKind;
  done: boolean;
}

/** A byte range in a source, end exclusive. */
export interface SourceRange {
  path: string;
  start: number;
  end: number;
}

export interface PlanProblem {
  severity: 'error' | 'warning' | 'note';
  code: string;
  /** One line: the problem, and what to do if known. */
  message: string;
  unit: string | null;
  path: string | null;
  /** Line in `path`, from 1. */
  line: number | null;
}
