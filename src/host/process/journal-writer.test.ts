import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endTornLine, lineBytes, writeLine } from './journal-writer.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';

function journal(content?: string): string {
  const path = join(temporaryDirectory(), 'in.jsonl');
  if (content !== undefined) writeFileSync(path, content);
  return path;
}

describe('writeLine', () => {
  it('gives every byte once, torn anywhere and written again', async () => {
    const lines = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(lines, fc.nat(), async (written, torn) => {
        const texts = written.map((line) => JSON.stringify(line));
        const whole = texts.map((line) => `${line}\n`).join('');
        const bytes = Buffer.from(whole);
        const path = journal();
        writeFileSync(path, bytes.subarray(0, torn % (bytes.length + 1)));
        let offset = 0;
        for (const line of texts) {
          const next = await writeLine(path, offset, line);
          expect(next).toBe(offset + lineBytes(line));
          offset = next;
        }
        expect(readFileSync(path, 'utf8')).toBe(whole);
      }),
    );
  });
});

describe('endTornLine', () => {
  it.each([
    ['{"a":1}\n{"b"', '{"a":1}\n{"b"\n'],
    ['{"a":1}\n', '{"a":1}\n'],
    ['', ''],
    [undefined, ''],
  ])('makes %j into %j', async (before, after) => {
    const path = journal(before);
    await endTornLine(path);
    expect(readFileSync(path, 'utf8')).toBe(after);
  });
});
