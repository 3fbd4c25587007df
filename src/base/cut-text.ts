/**
 * Cuts text to a number of UTF-16 code units, but never inside a character as a reader sees it (a grapheme cluster, Unicode
 * Standard Annex 29). Half a surrogate pair is not text: databases and terminals replace it.
 */

/** Boundaries of grapheme clusters are the same in every language. */
const graphemes = new Intl.Segmenter('en');

/** @returns the beginning of the text, at most `maximum` code units */
export function keepStart(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  if (maximum <= 0) return '';
  // Whether there is a boundary depends on what stands before it, and on one code point after it.
  const seen = graphemes.segment(text.slice(0, maximum + 2));
  return text.slice(0, seen.containing(maximum)?.index);
}

/** @returns the end of the text, at most `maximum` code units */
export function keepEnd(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  const at = text.length - Math.max(0, maximum);
  const torn = graphemes.segment(text).containing(at);
  return text.slice(torn === undefined || torn.index === at ? at : torn.index + torn.segment.length);
}

/** @returns the text, or its beginning with an ellipsis: at most `maximum` code units in all */
export function shorten(text: string, maximum: number): string {
  return text.length <= maximum ? text : `${keepStart(text, maximum - 1)}…`;
}
