/** Who is at the other end of a connection, as the kernel knows it. Linux only: elsewhere nobody can be named. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Socket } from 'node:net';
import { platform } from 'node:process';
import { processTable } from './process-table.ts';

export type Peer =
  | { kind: 'process'; pid: number }
  /** Whoever it was holds the connection no more. */
  | { kind: 'gone' }
  /** The system has no means to tell. */
  | { kind: 'unknown' };

export async function peerOf(socket: Socket): Promise<Peer> {
  if (platform !== 'linux') return { kind: 'unknown' };
  const inode: string | undefined =
    socket.remotePort === undefined ? await unixPeer(socket) : tcpPeer(socket);
  if (inode === 'unknown') return { kind: 'unknown' };
  const pid = inode === undefined ? undefined : holderOf(inode);
  return pid === undefined ? { kind: 'gone' } : { kind: 'process', pid };
}

/**
 * The value of a variable in the environment that a process, or one of those that it descends from, began with.
 * A process that has cleared its environment and lost its parent is not found.
 */
export function inheritedValue(pid: number, name: string): string | undefined {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = processTable.read(at)?.parent) {
    const found = environmentOf(at).find((entry) => entry.startsWith(`${name}=`));
    if (found !== undefined) return found.slice(name.length + 1);
  }
  return undefined;
}

/** A Unix socket's other end stands in no file of /proc; `ss` of iproute2 asks the kernel for it. */
async function unixPeer(socket: Socket): Promise<string | undefined> {
  // Node has no public way to a connection's descriptor.
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

/** Addresses in /proc/net/tcp are hexadecimal, in the byte order of the machine (proc(5)). */
function tcpPeer({ localPort = 0, remotePort = 0 }: Socket): string | undefined {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  const rows = readFileSync('/proc/net/tcp', 'latin1').split('\n');
  const fields = rows.map((row) => row.trim().split(/\s+/));
  return fields.find(
    ([, local = '', remote = '']) =>
      local.endsWith(`:${hex(remotePort)}`) && remote.endsWith(`:${hex(localPort)}`),
  )?.[9];
}

function holderOf(inode: string): number | undefined {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  // Whoever has just connected is among the youngest, and the descriptors of all others need not be read.
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

/** Processes end while they are looked at, and those of others cannot be looked into. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'EINVAL'].includes(code)) return undefined;
    throw error;
  }
}
