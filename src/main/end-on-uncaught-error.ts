import { failRequestAtFault } from '../api/request-at-fault.ts';
import type { Log } from '../runtime/deps.ts';
import { removeManifest } from './daemon-manifest.ts';

/** Exit status of a program that ends for a fault of its own (sysexits.h, EX_SOFTWARE). */
const faultOfItsOwn = 70;

/**
 * Says what becomes of an error that nobody caught. One thrown while a request was answered ends that request. After any
 * other the state in memory cannot be relied on: the daemon ends, and the next one takes the sessions up from what is
 * stored. However the process ends, short of SIGKILL, `daemon.json` goes with it.
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
