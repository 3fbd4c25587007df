/** What keeps a YAML parser from taking long: anybody may have written the text. */

/** Nesting beyond which the parser's time grows with its cube: 200 collections as keys take 0.3 s, 400 take 10 s. */
const deepest = 64;

/**
 * Whether YAML is nested deeper than anybody writes it, seen without parsing it. Brackets in quoted text count as well:
 * what is measured is how many are open at a time.
 */
export function isDeepYaml(text: string): boolean {
  let open = 0;
  for (const character of text)
    if (character === '{' || character === '[') {
      open += 1;
      if (open > deepest) return true;
    } else if ((character === '}' || character === ']') && open > 0) open -= 1;
  // `? ` begins a key that may itself be a collection; one in a sentence follows a word, not a blank.
  return (text.match(/(?<=^|[\s?-])\?(?=\s)/gm) ?? []).length > deepest;
}

/** Comparisons of keys in one document: enough for maps of 2,000 keys. */
const mostComparisons = 2_000_000;

interface Key {
  value?: unknown;
}

/**
 * For the parser's option `uniqueKeys`, which compares each key of a map with each before it.
 *
 * @throws a RangeError from the function returned, and so from the parser, where a document has too many keys
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
