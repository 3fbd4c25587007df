/** What came of an attempt to make the commits of a merge. */
export type Merged =
  /** A commit that descends from `into`. No branch points to it yet. */
  | { readonly kind: 'merged'; readonly commit: string }
  /** `into` has all of it already. */
  | { readonly kind: 'up_to_date' }
  | {
      readonly kind: 'conflict';
      readonly files: readonly string[];
      readonly messages: readonly string[];
      /** The commit that could not be replayed, where it was one of several. */
      readonly commit: string | null;
    };
