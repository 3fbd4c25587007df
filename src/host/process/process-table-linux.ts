/** Linux: /proc. Formats as in proc(5). */
import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessEntry, ProcessTable, Quarry, Sighting } from './process-table.ts';

export const linuxProcessTable: ProcessTable = {
  boot: () => (boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  read: (pid) => readStat(pid)?.entry,
  marked: (marker) => sight({ marker, groups: new Set() }).found,
  sight,
};

let boot: string | undefined;

/**
 * The kernel lists processes by rising number, so one that starts another and then ends is either in the list itself or
 * followed there by the other. The youngest are looked at first: what does not last long is among them.
 */
function sight({ marker, groups }: Quarry, seize?: (entry: ProcessEntry) => void): Sighting {
  const wanted = Buffer.from(`\0${marker}\0`);
  const found: ProcessEntry[] = [];
  const ended = new Set<string>();
  let missed = false;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  for (const pid of pids.map(Number).toSorted((a, b) => b - a)) {
    const environment = readEnvironment(pid);
    if (environment === 'forbidden') continue;
    const marked = environment !== 'gone' && environment.includes(wanted);
    // A process that begins another program, or ends, has no environment for a moment.
    const hidden = environment === 'gone' || environment.length === 0;
    if (!marked && !hidden && groups.size === 0) continue;
    const stat = readStat(pid);
    if (!stat || (hidden && stat.changing)) missed = true;
    if (stat?.entry.zombie) ended.add(`${pid} ${stat.entry.started}`);
    if (!stat || stat.entry.zombie || !(marked || groups.has(stat.entry.group))) continue;
    seize?.(stat.entry);
    found.push(stat.entry);
  }
  return { found, ended, missed };
}

/** Flag of a thread of the kernel (include/linux/sched.h). */
const kernelThread = 0x00_20_00_00;

interface Stat {
  entry: ProcessEntry;
  /** It runs no program at this moment: it is about to begin one, or ends. */
  changing: boolean;
}

function readStat(pid: number): Stat | undefined {
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
  const zombie = state === 'Z' || state === 'X';
  // Fields 9 and 51: flags, and where the environment ends.
  const changing = !zombie && (Number(fields[6]) & kernelThread) === 0 && fields[48] === '0';
  const entry = { pid, parent: Number(parent), group: Number(group), started: fields[19] ?? '', zombie };
  return { entry, changing };
}

/** @returns the environment with a NUL before and after every entry; empty where there is none. */
function readEnvironment(pid: number): Buffer | 'gone' | 'forbidden' {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`);
    return environment.length === 0 ? environment : Buffer.concat([nul, environment, nul]);
  } catch (error) {
    if (isGone(error)) return 'gone';
    if (isForbidden(error)) return 'forbidden';
    throw error;
  }
}

const nul = Buffer.of(0);

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ESRCH';
}

/** Another user's process, which can be none of ours. */
function isForbidden(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EACCES' || code === 'EPERM';
}
