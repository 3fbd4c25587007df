/** Identifies the process at the other end of a connection through the kernel. Linux only. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Socket } from 'node:net';
import { getuid, platform } from 'node:process';

export type Peer =
  | { kind: 'process'; pid: number }
  /** A process of another user. */
  | { kind: 'foreign' }
  /** No process holds the connection any more. */
  | { kind: 'gone' }
  /** The system cannot identify the process. */
  | { kind: 'unknown' };

export async function peerOf(socket: Socket): Promise<Peer> {
  if (platform !== 'linux') return { kind: 'unknown' };
  if (socket.remotePort === undefined) {
    const inode = await unixPeer(socket);
    return inode === 'unknown' ? { kind: 'unknown' } : heldBy(inode);
  }
  const end = tcpPeer(socket);
  // A process of another user cannot be inspected; the kernel knows the user of the connection.
  return end?.foreign ? { kind: 'foreign' } : heldBy(end?.inode);
}

function heldBy(inode: string | undefined): Peer {
  const pid = inode === undefined ? undefined : holderOf(inode);
  return pid === undefined ? { kind: 'gone' } : { kind: 'process', pid };
}

/**
 * Returns the values of a variable in the initial environments of a process and of its relatives: its ancestors, and
 * the leaders of its process group and of its setsid(2) group, which a process keeps when its parents have ended. A
 * process that clears its environment, calls setsid(2) and loses its parents is not found.
 *
 * @returns values of the process that started first come first: the other processes may have chosen theirs
 */
export function inheritedValues(pid: number, name: string): string[] {
  const seen = new Set<number>();
  const found: { pid: number; started: number; values: string[] }[] = [];
  const open = [pid];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at <= 1 || seen.has(at)) continue;
    seen.add(at);
    const entries = environmentOf(at).filter((entry) => entry.startsWith(`${name}=`));
    const { relatives, started } = originOf(at);
    found.push({ pid: at, started, values: entries.map((entry) => entry.slice(name.length + 1)) });
    open.push(...relatives);
  }
  // Start times are counted in hundredths of a second; within one, process ids rise.
  const oldestFirst = found.toSorted((a, b) => a.started - b.started || a.pid - b.pid);
  return [...new Set(oldestFirst.flatMap(({ values }) => values))];
}

/** Parent, the two leaders and the start time: fields 4 to 6 and 22 of /proc/pid/stat (proc(5)). */
function originOf(pid: number): { relatives: number[]; started: number } {
  const stat = quietly(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (stat === undefined) return { relatives: [], started: Number.POSITIVE_INFINITY };
  // The second field is the program's name in parentheses, and may itself hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { relatives: fields.slice(1, 4).map(Number), started: Number(fields[19]) };
}

/** The other end of a Unix socket is in no file of /proc; `ss` of iproute2 asks the kernel for it. */
async function unixPeer(socket: Socket): Promise<string | undefined> {
  // Node has no public API for a connection's descriptor.
  const fd = (socket as unknown as { _handle?: { fd?: number } })._handle?.fd;
  const own = fd === undefined || fd < 0 ? undefined : inodeOf(`/proc/self/fd/${fd}`);
  if (own === undefined) return undefined;
  const rows = await list();
  if (rows === undefined) return 'unknown';
  // Netid State Recv-Q Send-Q Local Inode Peer Inode (ss(8)).
  const row = rows.split('\n').find((line) => line.trim().split(/\s+/)[5] === own);
  return row?.trim().split(/\s+/)[7];
}

function list(): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('ss', ['-xH'], { maxBuffer: 64 * 1024 * 1024 }, (error, output) =>
      resolve(error ? undefined : output),
    );
  });
}

/**
 * Addresses in /proc/net/tcp are hexadecimal, in the byte order of the machine; the owner of a socket is there too
 * (proc(5)).
 */
function tcpPeer({ localPort = 0, remotePort = 0 }: Socket): { inode: string; foreign: boolean } | undefined {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  const rows = readFileSync('/proc/net/tcp', 'latin1').split('\n');
  const fields = rows
    .map((row) => row.trim().split(/\s+/))
    .find(
      ([, local = '', remote = '']) =>
        local.endsWith(`:${hex(remotePort)}`) && remote.endsWith(`:${hex(localPort)}`),
    );
  const [user, inode] = [fields?.[7], fields?.[9]];
  if (inode === undefined || inode === '0') return undefined;
  return { inode, foreign: user !== String(getuid?.() ?? 0) };
}

function holderOf(inode: string): number | undefined {
  // Most callers have just started, so the youngest processes come first.
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  // The caller is usually among the youngest, so the descriptors of the others need not be read.
  return pids
    .map(Number)
    .toSorted((a, b) => b - a)
    .find((pid) => namesIn(`/proc/${pid}/fd`).some((fd) => inodeOf(`/proc/${pid}/fd/${fd}`) === inode));
}

function inodeOf(path: string): string | undefined {
  return /^socket:\[(\d+)\]$/.exec(quietly(() => readlinkSync(path)) ?? '')?.[1];
}

function namesIn(directory: string): string[] {
  return quietly(() => readdirSync(directory)) ?? [];
}

function environmentOf(pid: number): string[] {
  return (quietly(() => readFileSync(`/proc/${pid}/environ`, 'utf8')) ?? '').split('\0');
}

/** Processes end while they are inspected, and those of other users cannot be inspected. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'EINVAL'].includes(code)) return undefined;
    throw error;
  }
}
