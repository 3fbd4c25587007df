import { failRequestAtFault } from '../api/request-at-fault.ts';
import type { Log } from '../runtime/deps.ts';
import { removeManifest } from './daemon-manifest.ts';

/** Exit status after an internal error (sysexits.h, EX_SOFTWARE). */
const faultOfItsOwn = 70;

/**
 * Handles uncaught errors. One that a request caused ends that request. After any other, the state in memory is
 * unreliable: the daemon exits, and the next one resumes the sessions from the store. `daemon.json` is removed at every
 * exit except by SIGKILL.
 */
export function endOnUncaughtError(manifest: string, log: Log): Disposable {
  const onError = (error: unknown): void => {
    const contained = failRequestAtFault();
    log.error(contained ? 'an uncaught error ended a request' : 'an uncaught error ends the daemon', {
      error,
    });
    if (!contained) process.exit(faultOfItsOwn);
  };
  const onExit = (): void => removeManifest(manifest);
  process.on('uncaughtException', onError);
  process.on('exit', onExit);
  return {
    [Symbol.dispose]() {
      process.off('uncaughtException', onError);
      process.off('exit', onExit);
    },
  };
}
