/** macOS: ps(1). Written from its manual page; not tested on a Mac. */
import { execFileSync } from 'node:child_process';
import type { ProcessEntry, ProcessTable, Quarry, Sighting } from './process-table.ts';

export const darwinProcessTable: ProcessTable = {
  boot: () => (boot ??= execFileSync('sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).trim()),
  read: (pid) => list(['-p', String(pid)])[0]?.entry,
  marked: (marker) => sight({ marker, groups: new Set() }).found,
  sight,
};

let boot: string | undefined;

/** ps takes its picture of all processes at once. */
function sight({ marker, groups }: Quarry, seize?: (entry: ProcessEntry) => void): Sighting {
  const found = list(['-axww', '-E'])
    .filter(({ command, entry }) => ` ${command} `.includes(` ${marker} `) || groups.has(entry.group))
    .map(({ entry }) => entry)
    .filter(({ zombie }) => !zombie);
  for (const entry of found) seize?.(entry);
  return { found, ended: new Set(), missed: false };
}

/** With `-E` the command is followed by the environment, entries parted by blanks. */
function list(options: string[]): { entry: ProcessEntry; command: string }[] {
  let text: string;
  try {
    text = execFileSync('ps', [...options, '-o', 'pid=,ppid=,pgid=,stat=,lstart=,command='], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
    });
  } catch (error) {
    // ps exits with 1 where no process matches.
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
