import { expect, it } from 'vitest';
import { resetTime } from './reset-time.ts';

const at = '2026-03-04T10:00:00.000Z';

it.each([
  ['Rate limit reached for gpt-5. Please try again in 1.5s.', '2026-03-04T10:00:01.500Z'],
  ['Rate limit reached. Please try again in 250ms.', '2026-03-04T10:00:00.250Z'],
  ['Please retry in 1h2m3s.', '2026-03-04T11:02:03.000Z'],
  ['You have hit your usage limit. Try again in 2 hours 5 minutes.', '2026-03-04T12:05:00.000Z'],
  ['try again in 3 days, 2 hours and 1 minute', '2026-03-07T12:01:00.000Z'],
  ['429: retry after 30 seconds', '2026-03-04T10:00:30.000Z'],
  ['Your quota will reset after 4h.', '2026-03-04T14:00:00.000Z'],
  ["You've hit your 5-hour limit · resets 4:27pm (UTC)", '2026-03-04T16:27:00.000Z'],
  ["You've hit your 5-hour limit · resets 4am (UTC)", '2026-03-05T04:00:00.000Z'],
  ["You've hit your limit · resets 12am (UTC)", '2026-03-05T00:00:00.000Z'],
  ["You've hit your limit · resets 4:27am (Europe/Berlin)", null],
  ['slow down', null],
  ['try again in 400 days', null],
  ['try again later, 5 of 10 s', null],
])('%s', (words, reset) => {
  expect(resetTime(words, at)).toBe(reset);
});
