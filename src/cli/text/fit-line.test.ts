import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printableLine } from '../../base/printable.ts';
import { columnsOf } from './columns.ts';
import { fitLine } from './fit-line.ts';

describe('a line that has to fit', () => {
  it.each([
    ['short enough', 12, 'short enough'],
    ['too long by far', 8, 'too lon…'],
    ['日本語のテキスト', 16, '日本語のテキスト'],
    ['日本語のテキスト', 8, '日本語…'],
    ['日本語のテキスト', 7, '日本語…'],
    ['e\u0301te\u0301s', 3, 'e\u0301t…'],
    ['a👍🏽b👍🏽c', 5, 'a👍🏽b…'],
    ['🇯🇵🇫🇷', 3, '🇯🇵…'],
    ['日', 1, '…'],
    ['abc', 0, ''],
    ['two\nlines', 20, 'two lines'],
  ])('%j in %j columns', (text, columns, shown) => {
    expect(fitLine(text, columns)).toBe(shown);
  });

  it('is never wider than its columns, and never cut inside a character', () => {
    const pieces = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      fc.constantFrom('日本', 'e\u0301', '👍🏽', '🇯🇵', 'ｶﾞ', '각', 'क्षि', '\u0600', '\uD83D', '\u001B[31m'),
    );
    const anyText = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(anyText, fc.nat(24), (text, columns) => {
        const shown = fitLine(text, columns);
        const whole = printableLine(text);
        expect(columnsOf(shown)).toBeLessThanOrEqual(columns);
        if (shown === whole || shown === '') return;
        const kept = shown.slice(0, -1);
        expect(shown.at(-1)).toBe('…');
        expect(whole.startsWith(kept)).toBe(true);
        const ends = Array.from(new Intl.Segmenter('en').segment(whole), ({ index }) => index);
        expect(ends).toContain(kept.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
