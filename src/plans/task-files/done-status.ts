/** @returns whether a status in front matter means done */
export function isDoneStatus(status: string): boolean {
  return /^(?:done|completed?|closed|merged|implemented)$/i.test(status);
}
