import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepEnd, keepStart, shorten } from './cut-text.ts';

const family = '👨‍👩‍👧';
const flag = '🇯🇵';
const accented = 'e\u0301';

describe('text that is cut', () => {
  it.each([
    ['日本語のテキスト', 3, '日本語', 'キスト'],
    ['a😀b', 2, 'a', 'b'],
    [`a${family}b`, 4, 'a', 'b'],
    [`${flag}${flag}`, 5, flag, flag],
    [`x${accented}y`, 2, 'x', 'y'],
    ['한국어', 2, '한국', '국어'],
    ['abc', 3, 'abc', 'abc'],
    ['abc', 0, '', ''],
    [family, 3, '', ''],
  ])('keeps whole characters of %j in %j code units', (text, maximum, start, end) => {
    expect(keepStart(text, maximum)).toBe(start);
    expect(keepEnd(text, maximum)).toBe(end);
  });

  it('has an ellipsis within the limit', () => {
    expect(shorten('abcdef', 4)).toBe('abc…');
    expect(shorten('abcd', 4)).toBe('abcd');
    expect(shorten(`ab${family}`, 5)).toBe('ab…');
    expect(shorten('abc', 1)).toBe('…');
  });
});

/** Texts of single code units, halves of surrogate pairs among them, and of what sticks together. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(family, flag, accented, '\r\n', '\u0600', '\u200D', '\uD83D', 'क्षि'),
    ),
  )
  .map((parts) => parts.join(''));

function boundaries(text: string): Set<number> {
  return new Set([...Array.from(new Intl.Segmenter('en').segment(text), ({ index }) => index), text.length]);
}

describe('whatever the text', () => {
  it('is never cut inside a character, and never longer than the limit', () => {
    fc.assert(
      fc.property(anyText, fc.nat(40), (text, maximum) => {
        const [start, end, short] = [
          keepStart(text, maximum),
          keepEnd(text, maximum),
          shorten(text, maximum + 1),
        ];
        const whole = boundaries(text);
        expect(text.startsWith(start) && text.endsWith(end)).toBe(true);
        expect(whole.has(start.length) && whole.has(text.length - end.length)).toBe(true);
        expect(Math.max(start.length, end.length)).toBeLessThanOrEqual(maximum);
        expect(short.length).toBeLessThanOrEqual(maximum + 1);
        expect(short === text || whole.has(short.length - 1)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps as much as fits', () => {
    fc.assert(
      fc.property(anyText, fc.nat(40), (text, maximum) => {
        const whole = [...boundaries(text)];
        expect(keepStart(text, maximum)).toHaveLength(Math.max(...whole.filter((index) => index <= maximum)));
        expect(keepEnd(text, maximum)).toHaveLength(
          text.length - Math.min(...whole.filter((index) => text.length - index <= maximum)),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
