/** One unit of a run: how far it is, and what its attempts came to. */
import type { Question, QuestionBefore } from '../../contract/question.ts';

/** Data that has meaning in one phase only stands in that phase. */
export type UnitPhase =
  /** `missing` counts what it still waits for: units that it needs or yields to, and in barrier mode its wave. */
  | { name: 'pending'; missing: number }
  | { name: 'ready' }
  | { name: 'asking'; question: Question; before: QuestionBefore }
  | { name: 'working'; to: 'running' | 'gate' | 'needs_person'; why: string | null }
  | { name: 'merging' }
  /** `unchanged` says why its session changed nothing, where that is all there is to prove that it is done. */
  | { name: 'completed'; commit: string | null; unchanged: string | null }
  | { name: 'failed'; reason: string }
  | { name: 'skipped'; reason: string };

export interface Unit {
  phase: UnitPhase;
  attempts: number;
  /** Of the last attempt. */
  session_id: string | null;
  /** The next attempt goes on with the session of the last one. */
  goes_on: boolean;
  /** How often its work did not fit in this attempt. */
  conflicts: number;
  /** Why its session changed nothing, in this attempt; null where it changed something or was not asked. */
  unchanged: string | null;
  /** What a person said to its questions, for the agent to read. */
  answers: { question: string; text: string }[];
  /** Its decisions and actions are made; a person has not to be asked again. */
  cleared: boolean;
  started_at: string | null;
  ended_at: string | null;
}

/** Whether a unit is over: nothing will happen to it unless a person asks for it. */
export function isOver({ phase }: Unit): boolean {
  return phase.name === 'completed' || phase.name === 'failed' || phase.name === 'skipped';
}

/** Whether a unit uses one of the run's places. One whose session waits for a person does not. */
export function isActive({ phase }: Unit): boolean {
  return (phase.name === 'working' && phase.to !== 'needs_person') || phase.name === 'merging';
}
