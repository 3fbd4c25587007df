export const mergeStrategies = ['merge', 'squash', 'rebase'] as const;

export type MergeStrategy = (typeof mergeStrategies)[number];

/** A branch that a merge moved, with its tip before and after. */
export interface Merge {
  into: string;
  from: string;
  commit: string;
}
