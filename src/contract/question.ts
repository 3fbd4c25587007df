/** The questions that a run asks a person about a unit. */
import type { UnitKind } from './plan.ts';

/** The question to a person before a unit begins, before its work is merged, or instead of an agent. */
export type Question = {
  kind: Exclude<UnitKind, 'auto'> | 'trouble';
  text: string;
  /**
   * The agent that nobody is logged in to: an outage of its account. One approval ends it for all units that ask for
   * this reason.
   */
  outage?: string;
};

/** The effect of an approval: an agent gets the unit, its work is merged, or it is completed. */
export type QuestionBefore = 'start' | 'merge' | 'end';
