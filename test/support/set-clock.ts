/** A machine's wall clock that a test sets, for real programs: Debian's package `faketime`. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { isInstalled } from './is-installed.ts';

export const canSetClock = isInstalled('faketime');

/** @param file says how far the clock is off; programs read it whenever they ask for the time */
export function settableClock(file: string): { env: Record<string, string>; set: (offset: string) => void } {
  const set = (offset: string) => writeFileSync(file, offset);
  set('+0');
  const library = execFileSync('faketime', ['-f', '+0', 'sh', '-c', 'echo "$LD_PRELOAD"'], {
    encoding: 'utf8',
  });
  return {
    env: {
      LD_PRELOAD: library.trim(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    set,
  };
}
