import { parseDuration } from './units.ts';

/**
 * Parses a point in time as people write it: `2027-01-01`, `2027-01-01T12:00:00Z`, or a time from now such as `2h`.
 *
 * @param at now, ISO 8601
 * @returns ISO 8601 UTC, or undefined if the text is neither
 */
export function momentOf(text: string, at: string): string | undefined {
  const trimmed = text.trim();
  const seconds = parseDuration(trimmed);
  if (seconds !== undefined) return isoOf(Date.parse(at) + seconds * 1_000);
  return pattern.test(trimmed) ? isoOf(Date.parse(trimmed)) : undefined;
}

const pattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

function isoOf(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
