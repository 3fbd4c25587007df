/** The result of reading a command line. */

export interface ShellReading {
  /** Why the line is not understood as a whole; null if it is. */
  unclear: string | null;
  /** In order of appearance; those of an unclear line may be nested. */
  commands: ShellCommand[];
  /** Lists of indices into `commands`, joined by pipes. */
  pipelines: number[][];
  /** Whether it contains more than simple commands in lists and pipes. */
  extended: boolean;
  /** Whether nothing runs after a failed command. */
  chained: boolean;
}

export interface ShellCommand {
  /** As written. */
  text: string;
  /** Name and arguments, quotes removed. */
  words: ShellWord[];
  /** Variables set for this command only. */
  assignments: { name: string; value: string }[];
  writes: string[];
  reads: string[];
  /** Why this command is not understood; null if it is. */
  unclear: string | null;
  /** It only sets variables of the line whose values are known. */
  sets?: true;
}

export interface ShellWord {
  value: string;
  /** As written. */
  text: string;
  /** Stands for any number of file names. */
  glob: boolean;
}

/** Only the first reason is kept. */
export function fault(reading: ShellReading, why: string): void {
  reading.unclear ??= why;
}
