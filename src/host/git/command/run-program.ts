/**
 * Runs one program to its end: with an argument array, without a shell; with a limit on kept output; in its own
 * process group, so that its child processes end with it.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { constants } from 'node:os';
import { hasPipes } from '../../process/has-pipes.ts';

export interface ProgramRun {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; no variable is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array | undefined;
  /** Bytes of standard output to keep. */
  readonly maxBytes: number;
  /** When the limit is reached: read on and drop output, or end the program, which then counts as successful. */
  readonly whenFull: 'drop' | 'end';
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export type ProgramOutcome =
  | {
      readonly kind: 'ended';
      /** Exit status; 128 + the signal's number if a signal ended the program, as in shells. */
      readonly code: number;
      readonly stdout: Buffer;
      /** At most the last 64 KiB. */
      readonly stderr: string;
      /** Standard output was longer than the kept part. */
      readonly truncated: boolean;
    }
  | { readonly kind: 'timed_out' }
  | { readonly kind: 'not_started'; readonly error: NodeJS.ErrnoException };

const stderrBytes = 64 * 1024;
/** Time that a group has to clean up after SIGTERM, before SIGKILL: git removes its lock files. */
const graceMs = 2_000;
/** How long the output may be silent after the program ended while another process holds the pipe open. */
const silenceMs = 200;

/**
 * Settles only after the program has exited.
 *
 * @throws the signal's reason when aborted
 */
export async function runProgram(run: ProgramRun): Promise<ProgramOutcome> {
  run.signal?.throwIfAborted();
  const stopping = new AbortController();
  const timer = setTimeout(() => stopping.abort('timed_out'), run.timeoutMs);
  const abort = () => stopping.abort('aborted');
  run.signal?.addEventListener('abort', abort, { once: true });
  try {
    const outcome = await runGroup(run, stopping);
    if (stopping.signal.reason === 'timed_out') return { kind: 'timed_out' };
    if (stopping.signal.reason === 'aborted') throw run.signal?.reason;
    return outcome;
  } finally {
    clearTimeout(timer);
    run.signal?.removeEventListener('abort', abort);
  }
}

function runGroup(run: ProgramRun, stopping: AbortController): Promise<ProgramOutcome> {
  return new Promise((resolve) => {
    const child = start(run);
    if (child instanceof Error) return resolve({ kind: 'not_started', error: child });
    if (!hasPipes(child)) {
      child.once('error', (error) => resolve({ kind: 'not_started', error }));
      return undefined;
    }
    const stdout = keepFirst(run.maxBytes);
    const stderr = keepLast(stderrBytes);
    let last: NodeJS.Timeout | undefined;

    const endGroup = () => {
      signalGroup(child.pid, 'SIGTERM');
      last = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMs);
    };
    stopping.signal.addEventListener('abort', endGroup, { once: true });

    let heard = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      heard += 1;
      stdout.add(chunk);
      if (stdout.full && run.whenFull === 'end' && !stopping.signal.aborted) stopping.abort('full');
    });
    child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk));
    // A program may close its input without reading all of it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(run.input);

    child.on('error', (error) => {
      if (child.pid === undefined) resolve({ kind: 'not_started', error });
    });
    child.on('exit', () => {
      clearTimeout(last);
      if (stopping.signal.aborted) signalGroup(child.pid, 'SIGKILL');
      waitForSilence();
    });
    // If the timer fires late, output may be unread: one more turn of the event loop reads it.
    const waitForSilence = () => {
      const before = heard;
      last = setTimeout(
        () => setImmediate(() => (heard === before ? closeOutput() : waitForSilence())),
        silenceMs,
      );
    };
    const closeOutput = () => {
      child.stdout.destroy();
      child.stderr.destroy();
    };
    child.on('close', (code, signal) => {
      clearTimeout(last);
      stopping.signal.removeEventListener('abort', endGroup);
      resolve({
        kind: 'ended',
        code: stopping.signal.reason === 'full' ? 0 : (code ?? 128 + constants.signals[signal ?? 'SIGKILL']),
        stdout: stdout.bytes(),
        stderr: stderr.bytes().toString('utf8'),
        truncated: stdout.full,
      });
    });
  });
}

/** Node reports some failures of spawn by an event and throws others, for example E2BIG. */
function start(run: ProgramRun): ChildProcessWithoutNullStreams | NodeJS.ErrnoException {
  try {
    return spawn(run.file, run.args, { cwd: run.cwd, env: run.env, stdio: 'pipe', detached: true });
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return error as NodeJS.ErrnoException;
    throw error;
  }
}

function keepFirst(maximum: number) {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk: Buffer) {
      if (size < maximum) chunks.push(chunk.subarray(0, maximum - size));
      size += chunk.length;
    },
    get full() {
      return size > maximum;
    },
    bytes: () => Buffer.concat(chunks),
  };
}

function keepLast(maximum: number) {
  let kept: Buffer = Buffer.alloc(0);
  return {
    add(chunk: Buffer) {
      kept = Buffer.concat([kept, chunk]).subarray(-maximum);
    },
    bytes: () => kept,
  };
}

function signalGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
