/** Writes to `in.jsonl` by offset. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Writes `line` and a newline at `offset`. The caller has stored the line and its offset before, so writing again
 * after a crash changes nothing and completes a torn line: the reader gets every byte once.
 *
 * @returns the offset after the line
 */
export async function writeLine(path: string, offset: number, line: string): Promise<number> {
  const bytes = Buffer.from(`${line}\n`);
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT, 0o600);
  try {
    let written = 0;
    while (written < bytes.length) {
      const result = await file.write(bytes, written, bytes.length - written, offset + written);
      written += result.bytesWritten;
    }
  } finally {
    await file.close();
  }
  return offset + bytes.length;
}

/** Bytes that {@link writeLine} needs for a line. */
export function lineBytes(line: string): number {
  return Buffer.byteLength(line) + 1;
}

/**
 * Ends a last line that its writer could not finish, so that the next launch starts on a new line. Call it only while
 * no process writes to the file.
 */
export async function endTornLine(path: string): Promise<void> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
  try {
    const { size } = await file.stat();
    if (size === 0) return;
    const last = Buffer.alloc(1);
    await file.read(last, 0, 1, size - 1);
    if (last[0] !== newline) await file.write('\n');
  } finally {
    await file.close();
  }
}

const newline = 0x0a;
