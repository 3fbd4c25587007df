import { expect, test } from 'vitest';
import { momentOf } from './moment.ts';

const at = '2026-01-01T00:00:00.000Z';

test.each([
  ['2h', '2026-01-01T02:00:00.000Z'],
  ['1d 12h', '2026-01-02T12:00:00.000Z'],
  ['2027-01-01', '2027-01-01T00:00:00.000Z'],
  ['2027-01-01T12:00Z', '2027-01-01T12:00:00.000Z'],
  ['2027-01-01T12:00:00+02:00', '2027-01-01T10:00:00.000Z'],
  ['2027-01-01T12:00:00.5Z', '2027-01-01T12:00:00.500Z'],
])('%s', (text, moment) => expect(momentOf(text, at)).toBe(moment));

test.each(['', 'soon', '2', '2027', '2027-13-01', '2027-01-01T12:00', '99999999999999d', '-2h', '2h ago'])(
  'no point in time: %j',
  (text) => expect(momentOf(text, at)).toBeUndefined(),
);
