export const mergeStrategies = ['merge', 'squash', 'rebase'] as const;

export type MergeStrategy = (typeof mergeStrategies)[number];

/** A branch that has moved on, with its tip before and after. */
export interface Merge {
  into: string;
  from: string;
  commit: string;
}
