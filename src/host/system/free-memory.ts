import { readFile } from 'node:fs/promises';

/**
 * @returns bytes that new programs can have without others being swapped out, as Linux estimates it (`MemAvailable`,
 *   proc_meminfo(5)); undefined on other systems: what macOS counts as free leaves out what it would give up at once
 */
export async function freeMemory(): Promise<number | undefined> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}
