import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { visible } from '../../base/printable.ts';
import { watchDirectory } from './directory-watch.ts';

/**
 * Copies a journal's `out.jsonl`; with `follow` as it grows, until `signal` aborts. The copy has the same bytes, except on a
 * terminal, which would interpret control characters: there they are written in visible form.
 *
 * @param directory the journal's
 */
export async function copyJournal(
  directory: string,
  follow: boolean,
  to: Writable & { isTTY?: boolean },
  signal: AbortSignal,
): Promise<void> {
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
