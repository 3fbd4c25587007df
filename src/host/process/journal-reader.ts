/** Reading `out.jsonl` from a position on, in batches that are bounded whatever stands in the file. */
import { open, type FileHandle } from 'node:fs/promises';
import { createLane } from '../../base/lane.ts';

export interface JournalLine {
  /** Byte offset of the line's first byte. */
  offset: number;
  /** Bytes of the line, newline not counted. */
  length: number;
  /** Undefined where the line is longer than {@link maximumLine}: it is passed over. Bytes that are no UTF-8 become U+FFFD. */
  text: string | undefined;
}

export interface JournalBatch {
  lines: JournalLine[];
  /** Where the next batch begins: after the last whole line. */
  next: number;
}

export interface JournalReader {
  /**
   * Hands on the whole lines that stand from `from` on: about {@link batchBytes} of them, or one long one. Whoever takes
   * them is waited for, so that what is in memory is what is being worked on.
   *
   * @returns whether there may be more already; `take` is not called where there is nothing yet
   */
  read(from: number, take: (batch: JournalBatch) => Promise<void>): Promise<boolean>;
}

/** Longer lines are passed over. Claude's largest legitimate ones carry an image of 5 MB in base64. */
export const maximumLine = 16 * 1024 * 1024;

/** Bytes read at once, and so about the most that one batch brings. */
export const batchBytes = 256 * 1024;

/**
 * Lines longer than a batch are read whole and worked on one at a time in this process: a hundred programs that write a
 * long line each cost the memory of one.
 */
const longLines = createLane();

export function createJournalReader(path: string): JournalReader {
  /** How far an unfinished line has been searched for its end, so that it is not searched from its start again. */
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
