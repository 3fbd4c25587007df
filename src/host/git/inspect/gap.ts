/** Part of a working tree that its tree object does not contain. */
export interface Gap {
  /** Relative to the working tree; null where git did not say. */
  readonly path: string | null;
  /** One line. */
  readonly why: string;
}
