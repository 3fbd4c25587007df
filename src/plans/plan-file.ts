/** A file as it was read for a plan. The `plans` layer reads no files itself. */
export interface PlanFile {
  /** Relative to the repository's root, with `/`. */
  path: string;
  bytes: Uint8Array;
  /** Of `bytes`, in hex. */
  sha256: string;
}
