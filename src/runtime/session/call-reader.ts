/** Reads the calls of an agent's hooks from the call box of the latest launch. */
import { watchDirectory } from '../../host/process/directory-watch.ts';
import {
  createJournalReader,
  type JournalBatch,
  type JournalReader,
} from '../../host/process/journal-reader.ts';
import { callBox, callJournal, readCall } from '../../host/process/preflight/call-box.ts';
import type { SessionCell } from './session-cell.ts';

export interface CallReader extends Disposable {
  /**
   * Passes all available calls to the cell.
   *
   * @param isClosed ends the reading early
   */
  read(isClosed: () => boolean): Promise<void>;
}

/** @param dir the session's directory */
export function createCallReader(dir: string, cell: SessionCell, wake: () => void): CallReader {
  let box: { launch: number; reader: JournalReader; watch: Disposable | undefined } | undefined;
  return {
    async read(isClosed) {
      const { launch } = cell.cursor.calls;
      if (box?.launch !== launch) {
        box?.watch?.[Symbol.dispose]();
        box = { launch, reader: createJournalReader(callJournal(callBox(dir, launch))), watch: undefined };
      }
      // Only agents with hooks have a call box to watch.
      box.watch ??= watchDirectory(callBox(dir, launch), (file) => {
        if (file === 'calls') wake();
      });
      const { reader } = box;
      const take = async ({ lines, next }: JournalBatch) => {
        const calls = lines.map(async ({ offset, text: name = '' }) => ({
          number: offset,
          name,
          text: await readCall(callBox(dir, launch), name),
        }));
        await cell.recordCalls({ launch, calls: await Promise.all(calls), next });
      };
      while (!isClosed() && (await reader.read(cell.cursor.calls.offset, take)));
    },
    [Symbol.dispose]: () => box?.watch?.[Symbol.dispose](),
  };
}
