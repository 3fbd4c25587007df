/** One unit of a run: its phase, and the results of its attempts. */
import type { Question, QuestionBefore } from '../../contract/question.ts';

/** Data that is valid in one phase only is part of that phase. */
export type UnitPhase =
  /** `missing` counts its blockers: units that it needs or yields to, and in barrier mode its wave. */
  | { name: 'pending'; missing: number }
  | { name: 'ready' }
  | { name: 'asking'; question: Question; before: QuestionBefore }
  | { name: 'working'; to: 'running' | 'gate' | 'needs_person'; why: string | null }
  | { name: 'merging' }
  /** `unchanged` is the reason why its session changed nothing, if only that reason proves that it is done. */
  | { name: 'completed'; commit: string | null; unchanged: string | null }
  | { name: 'failed'; reason: string }
  | { name: 'skipped'; reason: string };

export interface Unit {
  phase: UnitPhase;
  attempts: number;
  /** Of the last attempt. */
  session_id: string | null;
  /** The next attempt continues the session of the last one. */
  goes_on: boolean;
  /** Number of conflicts in this attempt. */
  conflicts: number;
  /** Why its session changed nothing in this attempt; null if it changed something or was not asked. */
  unchanged: string | null;
  /** A person's answers to its questions, for the agent to read. */
  answers: { question: string; text: string }[];
  /** Its decisions and actions are done; a person need not be asked again. */
  cleared: boolean;
  started_at: string | null;
  ended_at: string | null;
}

/** Whether a unit has ended: nothing happens to it without a command. */
export function isOver({ phase }: Unit): boolean {
  return phase.name === 'completed' || phase.name === 'failed' || phase.name === 'skipped';
}

/** Whether a unit counts against `max_parallel`. A unit whose session waits for a person does not. */
export function isActive({ phase }: Unit): boolean {
  return (phase.name === 'working' && phase.to !== 'needs_person') || phase.name === 'merging';
}
