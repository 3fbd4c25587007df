/**
 * Whether a rule may speak about something in a line that is too long to be read: whether the pieces of its pattern
 * occur, in their order. That finds more than there is, never less, and takes one look through the line.
 */
export function mayOccur(pattern: string, source: string): boolean {
  const pieces = pattern
    .replace(/:\*$|\s\*$/, '')
    .split(/[*\s]+/)
    .filter((piece) => piece !== '');
  let at = 0;
  for (const piece of pieces) {
    const found = source.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}
