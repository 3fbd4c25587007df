/** Reads `out.jsonl` from an offset, in bounded batches whatever the file contains. */
import { open, type FileHandle } from 'node:fs/promises';
import { createLane } from '../../base/lane.ts';

export interface JournalLine {
  /** Byte offset of the line's first byte. */
  offset: number;
  /** Bytes of the line, without its newline. */
  length: number;
  /** Undefined if the line is longer than {@link maximumLine}: it is skipped. Invalid UTF-8 becomes U+FFFD. */
  text: string | undefined;
}

export interface JournalBatch {
  lines: JournalLine[];
  /** Offset of the next batch: after the last complete line. */
  next: number;
}

export interface JournalReader {
  /**
   * Passes on the complete lines from `from` on: about {@link batchBytes} of them, or one long line. Waits for
   * `take`, so that memory holds only the current batch.
   *
   * @returns whether there may be more; does not call `take` if there is nothing yet
   */
  read(from: number, take: (batch: JournalBatch) => Promise<void>): Promise<boolean>;
}

/** Longer lines are skipped. Claude's largest legitimate lines contain an image of 5 MB in base64. */
export const maximumLine = 16 * 1024 * 1024;

/** Bytes per read, and so about the maximum of one batch. */
export const batchBytes = 256 * 1024;

/**
 * Lines longer than a batch are read and processed one at a time in this process, so that a hundred programs with a
 * long line each need the memory of one.
 */
const longLines = createLane();

export function createJournalReader(path: string): JournalReader {
  /** Offset up to which an unfinished line was searched for its end, so that the search does not restart. */
  let searched = 0;

  return {
    async read(from, take) {
      const file = await openIfThere(path);
      if (!file) return false;
      try {
        return await readBatch(file, from, take);
      } finally {
        await file.close();
      }
    },
  };

  async function readBatch(file: FileHandle, from: number, take: Take): Promise<boolean> {
    if (searched <= from) {
      const chunk = await readAt(file, from, batchBytes);
      const end = chunk.lastIndexOf(newline);
      if (end >= 0) {
        await take({ lines: splitLines(chunk.subarray(0, end), from), next: from + end + 1 });
        return chunk.length === batchBytes;
      }
      if (chunk.length < batchBytes) return false;
      searched = from + chunk.length;
    }
    return readLongLine(file, from, take);
  }

  async function readLongLine(file: FileHandle, from: number, take: Take): Promise<boolean> {
    for (;;) {
      const chunk = await readAt(file, searched, batchBytes);
      const end = chunk.indexOf(newline);
      if (end < 0) {
        searched += chunk.length;
        if (chunk.length < batchBytes) return false;
        continue;
      }
      const length = searched + end - from;
      searched = 0;
      await longLines.run(async () => {
        const text = length > maximumLine ? undefined : toText(await readAt(file, from, length));
        await take({ lines: [{ offset: from, length, text }], next: from + length + 1 });
      });
      return true;
    }
  }
}

type Take = Parameters<JournalReader['read']>[1];

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function splitLines(chunk: Buffer, from: number): JournalLine[] {
  const lines: JournalLine[] = [];
  let start = 0;
  while (start <= chunk.length) {
    const found = chunk.indexOf(newline, start);
    const end = found < 0 ? chunk.length : found;
    if (end > start)
      lines.push({ offset: from + start, length: end - start, text: toText(chunk.subarray(start, end)) });
    start = end + 1;
  }
  return lines;
}

function toText(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/\r$/, '');
}

const newline = 0x0a;
