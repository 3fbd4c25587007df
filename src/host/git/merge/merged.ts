/** The result of creating the commits of a merge. */
export type Merged =
  /** A descendant of `into`. No branch points to it yet. */
  | { readonly kind: 'merged'; readonly commit: string }
  /** `into` already contains all of it. */
  | { readonly kind: 'up_to_date' }
  | {
      readonly kind: 'conflict';
      readonly files: readonly string[];
      readonly messages: readonly string[];
      /** The commit that could not be replayed, if it was one of several. */
      readonly commit: string | null;
    };
