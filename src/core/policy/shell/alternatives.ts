/** Maximum number of words from one word with braces. */
const maximum = 100;

/**
 * Expands braces: `a{b,c}d` becomes `abd` and `acd`. Braces without a comma are literal. A word with more than 100
 * alternatives is returned with `*` for each pair of braces, which matches all of them and more.
 */
export function alternatives(word: string): string[] {
  let words = [word];
  for (;;) {
    const next = words.flatMap((one) => {
      const found = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(one);
      if (!found) return [one];
      const [, before = '', inside = '', after = ''] = found;
      return inside.split(',').map((piece) => `${before}${piece}${after}`);
    });
    if (next.length === words.length && next.every((one, index) => one === words[index])) return words;
    if (next.length > maximum) return [word.replaceAll(/\{[^{}]*,[^{}]*\}/g, '*').replaceAll(/[{}]/g, '*')];
    words = next;
  }
}
