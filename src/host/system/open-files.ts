import { readFileSync } from 'node:fs';

/** The default of macOS for a process (launchctl(1)); Linux allows more. */
const usual = 256;

/** Returns how many files this process may have open; on Linux from proc(5). */
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
