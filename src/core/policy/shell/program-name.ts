import { baseName } from '../path.ts';

/**
 * Returns the known name of a program: without directories and, for GNU programs installed beside others of the same
 * name, without the `g`.
 *
 * @param isKnown whether a name is known
 */
export function programName(value: string, isKnown: (name: string) => boolean): string {
  const base = baseName(value);
  return !isKnown(base) && base.startsWith('g') && isKnown(base.slice(1)) ? base.slice(1) : base;
}
