import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a program is on the `PATH` of the tests. */
export function isInstalled(program: string): boolean {
  const path = process.env['PATH'] ?? '';
  return path.split(delimiter).some((directory) => existsSync(join(directory, program)));
}
