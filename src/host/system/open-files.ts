import { readFileSync } from 'node:fs';

/** What macOS gives a process unless told otherwise (launchctl(1)); Linux gives more. */
const usual = 256;

/** How many files this process may have open; proc(5) says it on Linux. */
export function maximumOpenFiles(): number {
  try {
    const [, soft] =
      /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? [];
    if (soft === 'unlimited') return Number.MAX_SAFE_INTEGER;
    return soft === undefined ? usual : Number(soft);
  } catch (error) {
    if (['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return usual;
    throw error;
  }
}
