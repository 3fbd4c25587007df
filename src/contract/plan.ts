/** A plan as it was read: units, what each depends on, and what could not be understood. Plain JSON. */

export const planFormats = [
  'fairlead',
  'gsd',
  'superpowers',
  'spec_kit',
  'kiro',
  'openspec',
  'phases',
  'task_master',
  'beads',
  'backlog',
  'directory',
  'moai',
  'ralph',
  'bmad',
  'conductor',
  'exec_plan',
  'verified_phases',
  'cursor',
  'sisyphus',
  'zenflow',
  'task_table',
  'antigravity',
  'task_plan',
  'trellis',
  'agent_os',
  'trae',
  'checklist',
] as const;

export type PlanFormat = (typeof planFormats)[number];

export interface Plan {
  format: PlanFormat;
  /** Why it was taken for this format, in one line. */
  format_reason: string;
  title: string;
  goal: string | null;
  /** Paths that the plan tells every agent to read, as written. */
  context: string[];
  /** Text of what it tells every agent to read and what lies outside the repository; absent where there is none. */
  attached?: { path: string; text: string }[];
  sources: PlanSource[];
  /** In the order of the document. */
  units: PlanUnit[];
  /** What could not be read or resolved. An `error` keeps a run from being started. */
  problems: PlanProblem[];
  /** What became of the commands that stand in the units' texts, at most 2,000. */
  gate_notes: GateNote[];
}

/** A command of the document, and the gate that was made of it. */
export interface GateNote {
  unit: string;
  /** As it stands in the document. */
  written: string;
  /** The command that is run; null where the words are left to the agent. */
  gate: string | null;
  /** Why it was changed, or is no gate; null where it was taken as it is. */
  reason: string | null;
}

export interface PlanSource {
  path: string;
  /** Of the bytes that were read, in hex. */
  sha256: string;
}

/** Who does it: an agent, or a person who verifies what was done, decides what is to be done, or acts outside. */
export type UnitKind = 'auto' | 'verify' | 'decide' | 'act';

export interface PlanUnit {
  /** As the document names it; unique in the plan. */
  id: string;
  title: string;
  kind: UnitKind;
  /** Ids of units of this plan. */
  depends_on: string[];
  /** The wave that the document claims; 1 is the first. Waves in force are computed. */
  declared_wave: number | null;
  /** Paths that the unit says it will touch, relative to the repository. Empty where it does not say. */
  files: string[];
  /**
   * What the unit is made of. In an `auto` unit, a person's `decide` and `act` steps are asked for before the agent
   * starts, `verify` steps when its gate has passed.
   */
  steps: PlanStep[];
  /** Commands that must succeed in the unit's workspace before it counts as done. */
  gate: string[];
  /** What must be true then, in words. */
  acceptance: string[];
  /** The task that the agent is given: the words of the document, unchanged. */
  prompt: string;
  /** Where those words stand. */
  range: SourceRange;
  /** The agent that the document asks for. */
  agent: string | null;
  /** The document says it is done. */
  done: boolean;
}

export interface PlanStep {
  title: string;
  kind: UnitKind;
  done: boolean;
}

/** Bytes of a source, end excluded. */
export interface SourceRange {
  path: string;
  start: number;
  end: number;
}

export interface PlanProblem {
  severity: 'error' | 'warning' | 'note';
  code: string;
  /** One line: what is wrong, and what to do where that is known. */
  message: string;
  unit: string | null;
  path: string | null;
  /** Of `path`, from 1. */
  line: number | null;
}
