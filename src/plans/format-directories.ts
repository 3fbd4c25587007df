import { formats } from './formats.ts';

/** Directories that identify formats: the path of a document outside the repository starts there. */
export const formatDirectories: ReadonlySet<string> = new Set(
  formats.flatMap(({ directories }) => directories),
);
