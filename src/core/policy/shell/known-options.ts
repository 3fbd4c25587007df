import type { ShellWord } from './shell-reading.ts';

/** What is known of a command that is on the list. */
export interface Known {
  /** The options that are understood. */
  options: RegExp | 'any';
  /** Of the arguments that are no options; any if not given. */
  operands?: (operands: ShellWord[]) => boolean;
  /** What stands behind `--` is for the program that it runs. */
  passesOn?: true;
  /** Changes nothing: may run unasked where reading may. */
  harmless: boolean;
}

/** Whether all that a command is given is known. */
export function isUnderstood({ options, operands, passesOn }: Known, given: readonly ShellWord[]): boolean {
  const end = passesOn ? given.findIndex(({ value }) => value === '--') : -1;
  const words = end < 0 ? given : given.slice(0, end);
  const isOption = ({ value }: ShellWord) => value.startsWith('-') && value !== '-';
  if (options !== 'any' && !words.filter(isOption).every(({ value }) => options.test(value))) return false;
  return operands?.(words.filter((word) => !isOption(word))) ?? true;
}
