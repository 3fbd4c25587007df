import { readFile } from 'node:fs/promises';

/**
 * @returns bytes available to new programs without swapping, as Linux estimates it (`MemAvailable`, proc_meminfo(5));
 *   undefined on other systems: the free memory of macOS omits memory that it would release at once
 */
export async function freeMemory(): Promise<number | undefined> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}
