import { open } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { keepStart } from '../../base/cut-text.ts';
import { fromWholeCharacter } from './from-whole-character.ts';

/** Bytes at the end of a file that are searched for its last line. */
const searched = 4_096;

/** @returns the last non-empty line without control characters, at most 300 characters; null if there is none */
export async function lastLine(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return null;
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, searched));
    await file.read(buffer, 0, buffer.length, size - buffer.length);
    const bytes = size > searched ? fromWholeCharacter(buffer) : buffer;
    const last = bytes
      .toString('utf8')
      .split('\n')
      .map(printable)
      .findLast((line) => line !== '');
    return last === undefined ? null : keepStart(last, 300);
  } finally {
    await file.close();
  }
}

function printable(line: string): string {
  return stripVTControlCharacters(line)
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
}
