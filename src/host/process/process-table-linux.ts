/** Linux: /proc. Formats as in proc(5). */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { Look, ProcessEntry, ProcessSearch, ProcessTable } from './process-table.ts';

export const linuxProcessTable: ProcessTable = {
  boot: () => (boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  read: (pid) => readStat(pid)?.entry,
  carries: (pid, marker) => {
    const environment = readEnvironment(pid);
    return typeof environment === 'object' && environment.includes(between(marker));
  },
  marked: (marker) => search(marker).look().found,
  search,
  leadsNamespace(pid) {
    const status = read(`/proc/${pid}/status`);
    // Its process ids in all its namespaces, the innermost last.
    const numbers = typeof status === 'object' ? /^NSpid:(.*)$/m.exec(status.toString('latin1')) : null;
    const [, ...inner] = numbers?.[1]?.trim().split(/\s+/) ?? [];
    return inner.at(-1) === '1';
  },
};

let boot: string | undefined;

/** Processes scanned before other work gets its turn: about a millisecond. */
const slice = 64;

function search(marker: string): ProcessSearch {
  const wanted = between(marker);
  /** Process groups that a marked process leads. The kernel does not reuse their ids while a member lives. */
  const groups = new Set<number>();
  /** Processes without the marker, each with its group. A known process id need not be scanned again. */
  const others = new Map<number, number>();
  let forks = countForks();
  let ended: ReadonlySet<string> = new Set();
  /** Processes that were between two programs at an earlier scan that found nothing else. */
  let changing: Set<number> | undefined;

  return { survey, look };

  async function survey(): Promise<void> {
    for (const [index, pid] of numbers().entries()) {
      if (index % slice === slice - 1) await otherWork();
      const seen = examine(pid, wanted, groups);
      if (seen.kind === 'other') others.set(pid, seen.group);
      else if (seen.kind === 'process') remember(seen.entry);
    }
  }

  /**
   * The kernel lists processes by rising id, so a process that starts another and then ends is in the list itself, or
   * the other follows it there. The youngest come first: short-lived processes are among them.
   */
  function look(onFound?: (entry: ProcessEntry) => void): Look {
    forks = forgetReused(others, forks);
    const found: ProcessEntry[] = [];
    const endedNow = new Set<string>();
    const changingNow = new Set<number>();
    let overlooked = false;
    const listed = numbers();
    for (const pid of listed) {
      const group = others.get(pid);
      if (group !== undefined && !groups.has(group)) continue;
      const seen = examine(pid, wanted, groups);
      switch (seen.kind) {
        case 'process':
          onFound?.(seen.entry);
          remember(seen.entry);
          found.push(seen.entry);
          break;
        case 'other':
          others.set(pid, seen.group);
          changing?.delete(pid);
          break;
        case 'changing':
          changingNow.add(pid);
          break;
        case 'zombie':
          // A process that did not exist at the previous scan may have left a child in between.
          if (!ended.has(seen.key)) overlooked = true;
          endedNow.add(seen.key);
          break;
        case 'gone':
          overlooked = true;
          break;
      }
    }
    ended = endedNow;
    if (found.length > 0) {
      changing = undefined;
      return { found, empty: false };
    }
    // The earlier scan is proven if all processes that were between two programs then do not match.
    if (changing?.size === 0) return { found, empty: true };
    const lasting = changing && [...changing].every((pid) => changingNow.has(pid));
    if (!lasting) changing = overlooked ? undefined : changingNow;
    return { found, empty: changing?.size === 0 };
  }

  function remember({ pid, group }: ProcessEntry): void {
    others.delete(pid);
    if (pid === group) groups.add(group);
  }
}

/**
 * Process ids are assigned in turn, so none is reused before about as many forks as there are ids.
 *
 * @returns the number of forks from which on `others` is right
 */
function forgetReused(others: Map<number, number>, forks: number): number {
  const now = countForks();
  if (now - forks < maximumNumber() / 2) return forks;
  others.clear();
  return now;
}

type Seen =
  | { kind: 'process'; entry: ProcessEntry }
  | { kind: 'other'; group: number }
  | { kind: 'changing' }
  | { kind: 'zombie'; key: string }
  | { kind: 'gone' };

/** @param wanted the marker, as in an environment */
function examine(pid: number, wanted: Buffer, groups: ReadonlySet<number>): Seen {
  const environment = readEnvironment(pid);
  // Another user's process, which cannot be ours.
  if (environment === 'forbidden') return { kind: 'other', group: none };
  const marked = typeof environment === 'object' && environment.includes(wanted);
  // A process that begins another program, or ends, has no environment for a moment.
  const hidden = environment === 'gone' || environment.length === 0;
  const stat = readStat(pid);
  if (!stat) return { kind: 'gone' };
  const { entry } = stat;
  if (entry.zombie) return { kind: 'zombie', key: `${pid} ${entry.started}` };
  if (marked || groups.has(entry.group)) return { kind: 'process', entry };
  return hidden && stat.changing ? { kind: 'changing' } : { kind: 'other', group: entry.group };
}

/** The group of a process that cannot be inspected. */
const none = -1;

/** Youngest first. */
function numbers(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .toSorted((a, b) => b - a);
}

/** Counts all forks since boot, including threads and other namespaces. @returns Infinity if unknown */
function countForks(): number {
  const stat = read('/proc/stat');
  const line = typeof stat === 'object' ? /^processes (\d+)$/m.exec(stat.toString('latin1')) : null;
  return line ? Number(line[1]) : Number.POSITIVE_INFINITY;
}

function maximumNumber(): number {
  return (highest ??= Number(readFileSync('/proc/sys/kernel/pid_max', 'latin1')));
}

let highest: number | undefined;

/** Flag of a thread of the kernel (include/linux/sched.h). */
const kernelThread = 0x00_20_00_00;

interface Stat {
  entry: ProcessEntry;
  /**
   * Whether its environment may have been missing when it was read and exist now: it was starting a program, or
   * ending. False for a kernel thread, and for a program that was started without an environment.
   */
  changing: boolean;
}

function readStat(pid: number): Stat | undefined {
  const content = read(`/proc/${pid}/stat`);
  if (typeof content !== 'object') return undefined;
  const stat = content.toString('latin1');
  // The second field is the program's name in parentheses, and may itself hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent = '', group = ''] = fields;
  const zombie = state === 'Z' || state === 'X';
  // Fields 9, 50 and 51: flags, and where the environment begins and ends.
  const isEmpty = fields[47] === fields[48] && fields[48] !== '0';
  const changing = !zombie && (Number(fields[6]) & kernelThread) === 0 && !isEmpty;
  const entry = { pid, parent: Number(parent), group: Number(group), started: fields[19] ?? '', zombie };
  return { entry, changing };
}

/** @returns the environment with a NUL before and after every entry; empty if there is none */
function readEnvironment(pid: number): Buffer | 'gone' | 'forbidden' {
  const environment = read(`/proc/${pid}/environ`);
  if (typeof environment !== 'object' || environment.length === 0) return environment;
  return Buffer.concat([nul, environment, nul]);
}

const nul = Buffer.of(0);

function between(marker: string): Buffer {
  return Buffer.from(`\0${marker}\0`);
}

let buffer = Buffer.allocUnsafe(256 * 1024);

/**
 * Reads a file of /proc with half the calls of `readFileSync`, since thousands are read.
 *
 * @returns its content, valid until the next read
 */
function read(path: string): Buffer | 'gone' | 'forbidden' {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    let length = 0;
    for (;;) {
      const got = readSync(file, buffer, length, buffer.length - length, null);
      length += got;
      // The kernel fills the buffer as far as it has content, at least one page.
      if (got === 0 || length < pageSize) return buffer.subarray(0, length);
      if (length === buffer.length) buffer = Buffer.concat([buffer], 2 * buffer.length);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return 'gone';
    if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
    throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Bytes. A shorter answer of the kernel is the whole file. */
const pageSize = 4096;
