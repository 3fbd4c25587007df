/** Limits for untrusted text that a YAML parser reads. */

/**
 * Maximum nesting. Beyond it the parser's time grows with the cube: 200 collections as keys take 0.3 s, 400 take 10
 * s.
 */
const deepest = 64;

/**
 * Detects YAML that is nested too deeply, without parsing it. It counts brackets in quoted text too, because it
 * measures how many are open at a time.
 */
export function isDeepYaml(text: string): boolean {
  let open = 0;
  for (const character of text)
    if (character === '{' || character === '[') {
      open += 1;
      if (open > deepest) return true;
    } else if ((character === '}' || character === ']') && open > 0) open -= 1;
  // `? ` begins a key that may itself be a collection; a question mark in a sentence follows a word, not a
  // blank.
  return (text.match(/(?<=^|[\s?-])\?(?=\s)/gm) ?? []).length > deepest;
}

/** Maximum number of key comparisons in one document: enough for maps of 2,000 keys. */
const mostComparisons = 2_000_000;

interface Key {
  value?: unknown;
}

/**
 * Returns a function for the parser's option `uniqueKeys`, which compares each key of a map with each key before it.
 *
 * @throws a RangeError from the returned function, and so from the parser, if a document has too many keys
 */
export function boundedUniqueKeys(): (a: unknown, b: unknown) => boolean {
  let left = mostComparisons;
  return (a, b) => {
    left -= 1;
    if (left < 0) throw new RangeError('too many keys');
    const [one, other] = [(a as Key).value, (b as Key).value];
    return one !== undefined && one === other;
  };
}
