/** What has been read of a command line. */

export interface ShellReading {
  /** Why the line is not understood as a whole; null where it is. */
  unclear: string | null;
  /** In the order in which they are written; those of an unclear line may be nested in one another. */
  commands: ShellCommand[];
  /** Lists of indices into `commands`, joined by pipes. */
  pipelines: number[][];
  /** Whether there is more in it than simple commands in lists and pipes. */
  extended: boolean;
  /** Whether nothing in it is done after something before it has failed. */
  chained: boolean;
}

export interface ShellCommand {
  /** As it is written. */
  text: string;
  /** Name and arguments, quotes removed. */
  words: ShellWord[];
  /** Variables that are set for this command alone. */
  assignments: { name: string; value: string }[];
  writes: string[];
  reads: string[];
  /** Why this command is not understood; null where it is. */
  unclear: string | null;
  /** It only sets variables of the line's own, whose values are known. */
  sets?: true;
}

export interface ShellWord {
  value: string;
  /** As it is written. */
  text: string;
  /** Stands for the names of files, however many there are. */
  glob: boolean;
}

/** The first reason is told. */
export function fault(reading: ShellReading, why: string): void {
  reading.unclear ??= why;
}
