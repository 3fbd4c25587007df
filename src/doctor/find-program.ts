import { constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { exists } from './exists.ts';

/** @returns the first executable file of this name on the PATH, or undefined */
export function findProgram(
  program: string,
  { PATH = '' }: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const places = isAbsolute(program)
    ? [program]
    : PATH.split(delimiter).map((directory) => join(directory, program));
  return places.find((path) => exists(path, constants.X_OK));
}
