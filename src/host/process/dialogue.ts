/** Runs a program that exchanges lines over pipes while its owner holds it, and that leaves no process behind. */
import { keepStart } from '../../base/cut-text.ts';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { hasPipes } from './has-pipes.ts';
import type { ProcessTable } from './process-table.ts';
import { stopTree } from './stop-tree.ts';

export interface DialogueRequest {
  table: ProcessTable;
  argv: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** `NAME=value`, put into the program's environment; every process with it ends with the dialogue. */
  marker: string;
  /** Aborts the dialogue: then there are no more lines. */
  signal: AbortSignal;
}

export interface Dialogue extends AsyncDisposable {
  say(lines: readonly string[]): void;
  /**
   * Yields the program's lines until it ends or the dialogue is aborted. Skips lines longer than {@link longestLine}.
   */
  lines(): AsyncGenerator<string, void>;
  /** The last line on its standard error; usually the reason of a failure. */
  readonly lastWords: string;
}

/** Maximum bytes of a line. */
export const longestLine = 4 * 1024 * 1024;

export function startDialogue({ table, argv, cwd, env, marker, signal }: DialogueRequest): Dialogue {
  const [program = '', ...args] = argv;
  const at = marker.indexOf('=');
  const child = spawn(program, args, {
    cwd,
    env: { ...env, [marker.slice(0, at)]: marker.slice(at + 1) },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let lastWords = '';
  if (!hasPipes(child)) return unheard(child);
  const told = new Promise<void>((resolve) => child.stderr.once('close', () => resolve()));
  child.on('error', (error) => (lastWords = error.message));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    lastWords = keepStart(chunk.trimEnd().split('\n').at(-1) ?? '', 300) || lastWords;
  });
  // A program that has ended accepts no more lines; the end of its output shows that.
  child.stdin.on('error', () => child.stdin.destroy());
  const onAbort = () => child.stdout.destroy();
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();

  return {
    say(lines) {
      for (const line of lines) if (child.stdin.writable) child.stdin.write(`${line}\n`);
    },
    async *lines() {
      yield* readLines(child.stdout);
      // Its last output may be on the other pipe. If another process holds that pipe open, stop waiting.
      if (!signal.aborted) await Promise.race([told, delay(1_000)]);
    },
    get lastWords() {
      return lastWords;
    },
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', onAbort);
      child.stdin.destroy();
      await stopTree({ table, marker, polite: true, patience: 1_000 });
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

async function* readLines(stream: NodeJS.ReadableStream): AsyncGenerator<string, void> {
  let pending: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
        const last = chunk.subarray(start, end);
        if (size + last.length <= longestLine) yield Buffer.concat([...pending, last]).toString();
        [pending, size, start] = [[], 0, end + 1];
      }
      const rest = chunk.subarray(start);
      size += rest.length;
      if (size <= longestLine) pending.push(rest);
      else pending = [];
    }
  } catch (error) {
    // The dialogue was aborted.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

const newline = 0x0a;

/** A program that could not be started: it accepts no lines, and its only output is the reason. */
function unheard(child: ChildProcess): Dialogue {
  const failed = once(child, 'error') as Promise<[Error]>;
  let lastWords = '';
  return {
    say: () => undefined,
    async *lines() {
      const [error] = await failed;
      lastWords = error.message;
      yield* [];
    },
    get lastWords() {
      return lastWords;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
