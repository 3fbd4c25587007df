import { describe, expect, it } from 'vitest';
import { silenceShown, silenceText } from './silence-text.ts';

const start = '2026-11-28T10:00:00.000Z';
const after = (seconds: number) => Date.parse(start) + seconds * 1_000;
const silent = { retrying: null, quiet: true, last_activity_at: start };
const retrying = { attempt: 4, of: 10, error: '429 rate_limit', failure: 'limit', since: start } as const;

describe('a list', () => {
  it.each([
    ['an agent of which nothing was heard for 29 s', silent, 29, null],
    ['one of which nothing was heard for 30 s', silent, 30, 'quiet for 30s'],
    ['one of which nothing was heard for long', silent, 600, 'quiet for 10m'],
    ['one that runs a tool, however long', { ...silent, quiet: false }, 600, null],
    ['one that has tried again for 29 s', { ...silent, quiet: false, retrying }, 29, null],
    ['one that has tried again for 30 s', { ...silent, retrying }, 30, 'retrying 4 of 10, 429 rate_limit'],
    [
      'one that does not say how often it will',
      { ...silent, retrying: { ...retrying, of: null } },
      31,
      'retrying 4, 429 rate_limit',
    ],
  ])('says of %s', (_what, session, seconds, text) => {
    expect(silenceText(session, after(seconds), silenceShown)).toBe(text);
  });
});
