import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { visible } from '../base/printable.ts';
import { watchDirectory } from '../host/process/directory-watch.ts';
import type { StatePaths } from './paths.ts';

/**
 * Copies what an agent said; with `follow` as it says more, until `signal` aborts. Byte for byte, but for a terminal, which
 * would obey control characters: there they are written out.
 */
export async function copyJournal(
  paths: StatePaths,
  id: string,
  follow: boolean,
  to: Writable & { isTTY?: boolean },
  signal: AbortSignal,
): Promise<void> {
  const directory = join(paths.sessions, id);
  const file = join(directory, 'out.jsonl');
  const decoder = new StringDecoder();
  let from = 0;
  do {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size > from) {
      const bytes = createReadStream(file, { start: from, end: size - 1 });
      await (to.isTTY
        ? pipeline(bytes, (chunks: AsyncIterable<Buffer>) => show(chunks, decoder), to, { end: false })
        : pipeline(bytes, to, { end: false }));
      from = size;
    } else if (follow) await changeIn(directory, signal);
  } while (follow && !signal.aborted);
}

/** A character may be divided between two pieces: the decoder keeps its beginning. */
async function* show(chunks: AsyncIterable<Buffer>, decoder: StringDecoder): AsyncIterable<string> {
  for await (const chunk of chunks) yield visible(decoder.write(chunk));
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
