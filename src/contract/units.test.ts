import { describe, expect, it } from 'vitest';
import { parseDuration, parseSize } from './units.ts';

describe('parseSize', () => {
  it.each([
    ['2GB', 2e9],
    ['500 MB', 5e8],
    ['1.5kb', 1500],
    ['7B', 7],
  ])('reads %s', (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each(['', '2', 'GB', '-1GB', '2GiB', '1e3MB'])('refuses %j', (text) =>
    expect(parseSize(text)).toBeUndefined(),
  );
});

describe('parseDuration', () => {
  it.each([
    ['90s', 90],
    ['2h', 7200],
    ['1h30m', 5400],
    ['1h 30m', 5400],
    ['0.5d', 43_200],
  ])('reads %s', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

  it.each(['', '2', 'h', '2h30', '2 hours', '-1h', '1h-30m'])('refuses %j', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );
});
