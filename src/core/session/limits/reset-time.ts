/** Parses the end of a usage limit from the text of a provider's refusal. */

/** Milliseconds, by the first letters of the unit. */
const units: [RegExp, number][] = [
  [/^(ms|milli)/i, 1],
  [/^d/i, 86_400_000],
  [/^h/i, 3_600_000],
  [/^m/i, 60_000],
  [/^s/i, 1_000],
];

const part = String.raw`\d+(?:\.\d+)?\s*(?:ms|milliseconds?|d(?:ays?)?|h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)\b`;

/** `try again in 20s`, `Please retry in 1h2m3.5s`, `resets in 2 hours 5 minutes`, `retry after 30 seconds`. */
const span = new RegExp(
  String.raw`(?:try(?:ing)? again|retry|resets?|available)\b[^\d]{0,20}?\b(?:in|after)[\s:]+((?:${part}[\s,]*(?:and\s+)?|\d+(?:\.\d+)?(?:ms|[dhms])(?=\d))+)`,
  'i',
);

/** `resets 4:27am (UTC)`, `resets 4pm (UTC)`; times of other zones cannot be converted here. */
const clock = /resets?(?: at)? (\d{1,2})(?::(\d{2}))?\s*(am|pm) \(UTC\)/i;

/**
 * @param at now, ISO 8601 UTC
 * @returns ISO 8601 UTC; null if the text contains no time. Times more than a month ahead are ignored.
 */
export function resetTime(words: string, at: string): string | null {
  const now = Date.parse(at);
  const wait = spanOf(span.exec(words)?.[1]) ?? untilClock(clock.exec(words), now);
  return wait === undefined || wait > longest ? null : new Date(now + wait).toISOString();
}

const longest = 31 * 86_400_000;

function spanOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)];
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units.find(([name]) => name.test(unit ?? ''))?.[1] ?? 0),
    0,
  );
}

/** Returns the milliseconds until the clock next shows the time. */
function untilClock(match: RegExpExecArray | null, now: number): number | undefined {
  if (!match) return undefined;
  const [, hour = '', minute = '0', half = ''] = match;
  const hours = (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const midnight = now - (now % 86_400_000);
  const today = midnight + hours * 3_600_000 + Number(minute) * 60_000;
  return (today > now ? today : today + 86_400_000) - now;
}
