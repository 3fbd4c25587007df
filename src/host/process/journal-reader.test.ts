import { appendFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchBytes, createJournalReader, maximumLine, type JournalLine } from './journal-reader.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';

function journal(content: string | Buffer = ''): string {
  const path = join(temporaryDirectory(), 'out.jsonl');
  writeFileSync(path, content);
  return path;
}

async function readAll(path: string, from = 0): Promise<{ lines: JournalLine[]; next: number }> {
  const reader = createJournalReader(path);
  const lines: JournalLine[] = [];
  let next = from;
  for (;;) {
    const more = await reader.read(next, async (batch) => {
      lines.push(...batch.lines);
      next = batch.next;
    });
    if (!more) return { lines, next };
  }
}

describe('journal reader', () => {
  it('reads all lines, in pieces of any size and from any offset', async () => {
    const content = fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll(/[\r\n]/g, '')));
    await fc.assert(
      fc.asyncProperty(content, fc.nat({ max: 40 }), async (lines, cut) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const path = journal(bytes.subarray(0, cut));
        const first = await readAll(path);
        appendFileSync(path, bytes.subarray(cut));
        const second = await readAll(path, first.next);
        const found = [...first.lines, ...second.lines];
        expect(found.map(({ text }) => text)).toEqual(lines.filter((line) => line !== ''));
        for (const { offset, length, text } of found)
          expect(bytes.subarray(offset, offset + length).toString()).toBe(text);
        expect(second.next).toBe(bytes.length);
      }),
    );
  });

  it('waits for the end of an unfinished line, however long', async () => {
    const long = 'x'.repeat(batchBytes * 2 + 7);
    const path = journal(`a\n${long}`);
    const reader = createJournalReader(path);
    const seen: string[] = [];
    let next = 0;
    const read = () =>
      reader.read(next, async (batch) => {
        seen.push(...batch.lines.map(({ text }) => text ?? 'too long'));
        next = batch.next;
      });
    while (await read());
    expect(seen).toEqual(['a']);
    appendFileSync(path, 'y\nb\n');
    while (await read());
    expect(seen).toEqual(['a', `${long}y`, 'b']);
  });

  it('skips a line that is too long, and reports its place', async () => {
    const path = journal();
    const piece = Buffer.alloc(1024 * 1024, 'x');
    for (let written = 0; written <= maximumLine; written += piece.length) appendFileSync(path, piece);
    appendFileSync(path, '\nafter\n');
    const { lines } = await readAll(path);
    expect(lines).toEqual([
      { offset: 0, length: maximumLine + piece.length, text: undefined },
      { offset: maximumLine + piece.length + 1, length: 5, text: 'after' },
    ]);
  });

  it('replaces invalid UTF-8', async () => {
    const { lines } = await readAll(journal(Buffer.from([0x61, 0xff, 0xc3, 0x0a, 0x62, 0x0a])));
    expect(lines.map(({ text }) => text)).toEqual(['a\uFFFD\uFFFD', 'b']);
  });

  it('finds nothing where there is no file yet', async () => {
    await expect(readAll(join(tmpdir(), 'fairlead-none', 'out.jsonl'))).resolves.toEqual({
      lines: [],
      next: 0,
    });
  });
});
