/**
 * Whether a pattern covers a whole text; `*` stands for any characters, including none and newlines. Time is at most
 * the length of the text times the number of stars.
 */
export function covers(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  // Most patterns end here.
  if (star >= 0 && !text.startsWith(pattern.slice(0, star))) return false;
  const [first = '', ...pieces] = pattern.split('*');
  const last = pieces.pop();
  if (last === undefined) return text === pattern;
  let at = first.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
