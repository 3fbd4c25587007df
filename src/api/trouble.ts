import { statfsSync } from 'node:fs';
import { systemTrouble } from '../base/system-error.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Log } from '../runtime/deps.ts';

/**
 * Explains errors that end a request. Errors of the machine are reported as such, for example a full disk with the space
 * that is needed. All other errors are bugs in fairlead and are logged with their details.
 *
 * @param minimumFree bytes that must be free before a session starts
 */
export function createTroubleExplainer(
  state: string,
  minimumFree: number,
  log: Log,
): (error: unknown) => Problem {
  return (error) => {
    const trouble = systemTrouble(error);
    log.error(trouble ? `a request failed: ${trouble.message}` : 'a request failed', { error });
    if (!trouble) return problem('internal', 'internal error', 'fairlead daemon logs');
    if (!trouble.full) return problem('environment', trouble.message, trouble.next);
    return problem(
      'environment',
      `${trouble.message}: ${state} has ${freeIn(state)} free, fairlead needs ${amount(minimumFree)} (limits.min_free_disk)`,
      trouble.next,
    );
  };
}

function freeIn(directory: string): string {
  const { bavail, bsize } = statfsSync(directory);
  return amount(bavail * bsize);
}

function amount(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
