/**
 * Whether a rule may match something in a line that is too long to parse: whether the pieces of its pattern occur in
 * order. This gives false positives but no false negatives, in one pass through the line.
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
