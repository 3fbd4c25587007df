import type { ShellWord } from './shell-reading.ts';

/** What is known of a listed command. */
export interface Known {
  /** The options that are understood. */
  options: RegExp | 'any';
  /** Check of the arguments that are not options; any if not given. */
  operands?: (operands: ShellWord[]) => boolean;
  /** Words after `--` are for the program that it runs. */
  passesOn?: true;
  /** Changes nothing: allowed wherever reading is. */
  harmless: boolean;
}

/** Whether all words of a command are known. */
export function isUnderstood({ options, operands, passesOn }: Known, given: readonly ShellWord[]): boolean {
  const end = passesOn ? given.findIndex(({ value }) => value === '--') : -1;
  const words = end < 0 ? given : given.slice(0, end);
  const isOption = ({ value }: ShellWord) => value.startsWith('-') && value !== '-';
  if (options !== 'any' && !words.filter(isOption).every(({ value }) => options.test(value))) return false;
  return operands?.(words.filter((word) => !isOption(word))) ?? true;
}
