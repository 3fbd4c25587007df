/** Returns the moment `seconds` after another (negative: before), both ISO 8601 UTC. */
export function later(moment: string, seconds: number): string {
  return new Date(Date.parse(moment) + seconds * 1_000).toISOString();
}
