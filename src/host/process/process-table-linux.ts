/** Linux: /proc. Formats as in proc(5). */
import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessEntry, ProcessTable } from './process-table.ts';

export const linuxProcessTable: ProcessTable = {
  boot: () => (boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  read: readEntry,
  marked(marker) {
    const wanted = Buffer.from(`\0${marker}\0`);
    return entries().filter(({ pid }) => readEnvironment(pid)?.includes(wanted));
  },
  grouped: (groups) => entries().filter(({ group }) => groups.has(group)),
};

let boot: string | undefined;

function entries(): ProcessEntry[] {
  return readdirSync('/proc').flatMap((name) => {
    const entry = /^\d+$/.test(name) ? readEntry(Number(name)) : undefined;
    return entry && !entry.zombie ? [entry] : [];
  });
}

function readEntry(pid: number): ProcessEntry | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
  // The second field is the program's name in parentheses, and may itself hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent = '', group = ''] = fields;
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    started: fields[19] ?? '',
    zombie: state === 'Z' || state === 'X',
  };
}

/** @returns the environment with a NUL before and after every entry; undefined where it may not be read or is gone. */
function readEnvironment(pid: number): Buffer | undefined {
  try {
    return Buffer.concat([Buffer.of(0), readFileSync(`/proc/${pid}/environ`), Buffer.of(0)]);
  } catch (error) {
    if (isGone(error) || isForbidden(error)) return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ESRCH';
}

/** Another user's process, which can be none of ours. */
function isForbidden(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EACCES' || code === 'EPERM';
}
