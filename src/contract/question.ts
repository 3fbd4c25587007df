/** The questions that a run asks a person about a unit. */
import type { UnitKind } from './plan.ts';

/** What a person is asked before a unit begins, before its work is merged, or instead of an agent. */
export type Question = {
  kind: Exclude<UnitKind, 'auto'> | 'trouble';
  text: string;
  /** The agent that nobody is logged in to: an outage of its account, which one yes ends for all units that ask so. */
  outage?: string;
};

/** What a yes leads to: an agent gets the unit, its work is merged, or it is done. */
export type QuestionBefore = 'start' | 'merge' | 'end';
