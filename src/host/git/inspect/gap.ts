/** Something in a working tree that a tree object made of it does not hold. */
export interface Gap {
  /** Relative to the working tree; null where git did not say. */
  readonly path: string | null;
  /** One line. */
  readonly why: string;
}
