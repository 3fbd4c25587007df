import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableJson, printableLine, printablePainted } from './printable.ts';

const vectors: [string, string, string][] = [
  ['colours', 'a\u001B[31mred\u001B[0mb', 'aredb'],
  ['cursor moves', 'a\u001B[2J\u001B[1;1Hb', 'ab'],
  ['a title', '\u001B]0;evil\u0007after', 'after'],
  ['a title ended by ST', '\u001B]0;evil\u001B\\after', 'after'],
  ['the clipboard', '\u001B]52;c;aGk=\u0007after', 'after'],
  ['a hyperlink', '\u001B]8;;http://x\u001B\\text\u001B]8;;\u001B\\', 'text'],
  ['a string without end', 'a\u001B]0;evil', 'a'],
  ['DCS, APC, PM, SOS', '\u001BPx\u001B\\a\u001B_x\u001B\\b\u001B^x\u001B\\c\u001BXx\u001B\\d', 'abcd'],
  ['C1 controls', '\u009B31ma\u009D0;x\u0007b\u0085c', 'abc'],
  ['overwriting', 'good\b\b\b\bevil\rworse', 'goodevilworse'],
  ['a bell and NUL', 'a\u0007b\u0000c', 'abc'],
  ['directions', 'a\u202Eb\u2066c\u200Ed', 'abcd'],
  ['zero width', 'a\u200Bb\u200Dc\uFEFFd', 'abcd'],
  ['line separators', 'a\u2028b\u2029c', 'abc'],
  ['tags', 'a\u{E0041}\u{E007F}b', 'ab'],
  ['lines and tabs', 'a\tb\r\nc', 'a\tb\nc'],
  ['other scripts', 'ä 日本 🙂', 'ä 日本 🙂'],
];

describe('printable', () => {
  it.each(vectors)('takes out %s', (_name, text, expected) => expect(printable(text)).toBe(expected));

  it('leaves nothing that a terminal would interpret, whatever comes', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('\u001B', '[', ']', '\u0007', '\\', 'm', '3', ';', '\u009B', 'P', '\u202E'),
    });
    fc.assert(
      fc.property(nasty, (text) => {
        // oxlint-disable-next-line no-control-regex -- what must not be left
        expect(printable(text)).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202E]/);
      }),
    );
  });

  it('makes one line of a fitting length', () => {
    expect(printableLine('a\n  b\tc')).toBe('a b c');
    expect(printableLine('abcdef', 4)).toBe('abc…');
  });

  it('leaves colours where they are wanted, and nothing else', () => {
    expect(printablePainted('\u001B[1;31mred\u001B[0m\u001B[2Jb\u001B]0;\u001B[32mc\u202E')).toBe(
      '\u001B[1;31mred\u001B[0mb\u001B[32mc',
    );
    for (const [, text, expected] of vectors.slice(1)) expect(printablePainted(text)).toBe(expected);
  });

  it('makes JSON that says the same', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, (value) => {
        const json = printableJson({ [value]: [value] });
        expect(JSON.parse(json)).toEqual({ [value]: [value] });
        expect(printableLine(`${json}.`)).toHaveLength(json.replaceAll(/\s+/g, ' ').length + 1);
      }),
    );
    expect(printableJson('a\u202E\u009B\u{E0041}')).toBe(String.raw`"a\u202e\u009b\udb40\udc41"`);
  });
});
