/** macOS: ps(1). Written from its manual page; not tested on a Mac. */
import { execFileSync } from 'node:child_process';
import type { ProcessEntry, ProcessSearch, ProcessTable } from './process-table.ts';

export const darwinProcessTable: ProcessTable = {
  boot: () => (boot ??= execFileSync('sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).trim()),
  read: (pid) => list(['-p', String(pid)])[0]?.entry,
  carries: (pid, marker) => list(['-ww', '-E', '-p', String(pid)]).some((row) => has(row, marker)),
  marked: (marker) => find(marker, new Set()),
  search,
  leadsNamespace: () => false,
};

let boot: string | undefined;

/** ps takes one snapshot of all processes. */
function search(marker: string): ProcessSearch {
  const groups = new Set<number>();
  return {
    survey: () => Promise.resolve(),
    look(onFound) {
      const found = find(marker, groups);
      for (const { pid, group } of found) if (pid === group) groups.add(group);
      for (const entry of found) onFound?.(entry);
      return { found, empty: found.length === 0 };
    },
  };
}

function find(marker: string, groups: ReadonlySet<number>): ProcessEntry[] {
  return list(['-axww', '-E'])
    .filter((row) => has(row, marker) || groups.has(row.entry.group))
    .map(({ entry }) => entry)
    .filter(({ zombie }) => !zombie);
}

function has({ command }: { command: string }, marker: string): boolean {
  return ` ${command} `.includes(` ${marker} `);
}

/** With `-E` the environment follows the command, entries separated by blanks. */
function list(options: string[]): { entry: ProcessEntry; command: string }[] {
  let text: string;
  try {
    text = execFileSync('ps', [...options, '-o', 'pid=,ppid=,pgid=,stat=,lstart=,command='], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
    });
  } catch (error) {
    // ps exits with 1 if no process matches.
    if ((error as { status?: number }).status === 1) return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+ \S+\s+\d+ \S+ \d+)\s?(.*)$/.exec(line);
    if (!match) return [];
    const [, pid, parent, group, state = '', started = '', command = ''] = match;
    return [
      {
        entry: {
          pid: Number(pid),
          parent: Number(parent),
          group: Number(group),
          started,
          zombie: state.startsWith('Z'),
        },
        command,
      },
    ];
  });
}
