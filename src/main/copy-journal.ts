import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { watchDirectory } from '../host/process/directory-watch.ts';
import type { StatePaths } from './paths.ts';

/** Copies what an agent said, byte for byte; with `follow` as it says more, until `signal` aborts. */
export async function copyJournal(
  paths: StatePaths,
  id: string,
  follow: boolean,
  to: Writable,
  signal: AbortSignal,
): Promise<void> {
  const directory = join(paths.sessions, id);
  const file = join(directory, 'out.jsonl');
  let from = 0;
  do {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size > from) {
      await pipeline(createReadStream(file, { start: from, end: size - 1 }), to, { end: false });
      from = size;
    } else if (follow) await changeIn(directory, signal);
  } while (follow && !signal.aborted);
}

async function changeIn(directory: string, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _watch = watchDirectory(directory, () => resolve());
  // A notice may be lost; a second later the file is looked at anyway.
  const timer = setTimeout(resolve, 1_000);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
