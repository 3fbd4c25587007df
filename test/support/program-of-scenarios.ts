import { join } from 'node:path';

/**
 * The program that scenarios run: a bundle of the sources as they are now (`bundle-program.ts`), as users have it. A
 * daemon of it starts with 0.2 s of CPU time, one that loads 400 sources with 0.8 s.
 *
 * @returns the path; that of the checkout's own program outside of a test run, or where `SCENARIO_PROGRAM` says so
 */
export function programOfScenarios(): string {
  return process.env['SCENARIO_PROGRAM'] ?? join(import.meta.dirname, '../../bin/fairlead');
}
