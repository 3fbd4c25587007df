export type MergeStrategy = 'squash' | 'merge' | 'rebase';

/** A branch that has moved on, with its tip before and after. */
export interface Merge {
  into: string;
  from: string;
  commit: string;
}
