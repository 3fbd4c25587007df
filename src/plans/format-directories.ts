import { formats } from './formats.ts';

/** Directories that identify formats: a document outside the repository is read with its path from there on. */
export const formatDirectories: ReadonlySet<string> = new Set(
  formats.flatMap(({ directories }) => directories),
);
