import type { Answer } from '../contract/answer.ts';
import type { Receipt } from '../store/commit.ts';

/** Who asks. `receipt` makes what is stored with the commit, so that the command has its effect once. */
export interface Asked {
  by: string;
  /** Aborts when nobody waits for the answer any more; absent where somebody always does. */
  gone?: AbortSignal;
  receipt(answer: Answer): Receipt | null;
}
