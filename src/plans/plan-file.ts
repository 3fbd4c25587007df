/** A file read for a plan. The `plans` layer does not read files itself. */
export interface PlanFile {
  /** Relative to the repository's root, with `/`. */
  path: string;
  bytes: Uint8Array;
  /** SHA-256 of `bytes`, in hex. */
  sha256: string;
}
