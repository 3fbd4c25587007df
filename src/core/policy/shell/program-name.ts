import { baseName } from '../path.ts';

/**
 * The name that a program is known by, however it is called: without the directories before it and, where programs of
 * GNU stand beside others of the same name, without the `g` that tells them apart.
 *
 * @param isKnown whether a name is one of those that something is known about
 */
export function programName(value: string, isKnown: (name: string) => boolean): string {
  const base = baseName(value);
  return !isKnown(base) && base.startsWith('g') && isKnown(base.slice(1)) ? base.slice(1) : base;
}
