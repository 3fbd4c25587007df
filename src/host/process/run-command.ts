/** Runs one command to its end, with a limit on time and kept output, and leaves no process behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fromWholeCharacter } from './from-whole-character.ts';
import { hasPipes } from './has-pipes.ts';
import type { ProcessTable } from './process-table.ts';
import { stopTree } from './stop-tree.ts';

export interface CommandRequest {
  table: ProcessTable;
  /** A line for /bin/sh. */
  command: string;
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** `NAME=value`, put into the command's environment; every process with it ends with the command. */
  marker: string;
  /** Milliseconds. */
  timeout: number;
  signal: AbortSignal;
}

export type CommandResult = {
  /** The last {@link keptOutput} bytes of standard output and standard error together, as text. */
  output: string;
  /** Milliseconds. */
  duration: number;
} & (
  | { kind: 'exited'; code: number }
  | { kind: 'killed'; signal: string }
  | { kind: 'timed_out' }
  | { kind: 'aborted' }
);

/** Bytes of output that are kept: the end, where a failing command usually gives its reason. */
export const keptOutput = 64 * 1024;

/** @throws if no shell can be started */
export async function runCommand(request: CommandRequest): Promise<CommandResult> {
  const begun = performance.now();
  const [name, value] = split(request.marker);
  const child = spawn('/bin/sh', ['-c', request.command], {
    cwd: request.cwd,
    env: { ...request.env, [name]: value },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (!hasPipes(child)) {
    const [error] = (await once(child, 'error')) as [Error];
    throw error;
  }
  const tail = createTail(keptOutput);
  child.stdout.on('data', tail.add);
  child.stderr.on('data', tail.add);

  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let ending: 'timed_out' | 'aborted' | undefined;
  const stop = (why: 'timed_out' | 'aborted') => {
    ending ??= why;
    void stopMarked(request, false);
  };
  const timer = setTimeout(stop, request.timeout, 'timed_out');
  const onAbort = () => stop('aborted');
  request.signal.addEventListener('abort', onAbort);
  if (request.signal.aborted) onAbort();

  try {
    // Not `close` alone: a process left in the background may hold the pipes forever.
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (...how) => resolve(how));
    });
    await stopMarked(request, true);
    // Once all writers are gone the rest of the output can be read; a hidden writer is not waited for.
    await Promise.race([closed, delay(1_000)]);
    const rest = { output: tail.text(), duration: performance.now() - begun };
    if (ending) return { kind: ending, ...rest };
    return code === null
      ? { kind: 'killed', signal: signal ?? 'unknown', ...rest }
      : { kind: 'exited', code, ...rest };
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', onAbort);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

function stopMarked({ table, marker }: CommandRequest, polite: boolean): Promise<unknown> {
  return stopTree({ table, marker, polite, patience: 1_000 });
}

function split(marker: string): [string, string] {
  const at = marker.indexOf('=');
  return [marker.slice(0, at), marker.slice(at + 1)];
}

function createTail(limit: number): { add: (chunk: Buffer) => void; text(): string } {
  let chunks: Buffer[] = [];
  let size = 0;
  let isCut = false;
  return {
    add(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      if (size < 2 * limit) return;
      chunks = [Buffer.concat(chunks).subarray(-limit)];
      size = limit;
      isCut = true;
    },
    text() {
      const kept = Buffer.concat(chunks).subarray(-limit);
      return (isCut || size > limit ? fromWholeCharacter(kept) : kept).toString('utf8');
    },
  };
}
