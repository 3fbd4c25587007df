/** As many words as one word with braces may become. */
const maximum = 100;

/**
 * The words that `a{b,c}d` stands for: `abd` and `acd`. Braces without a comma stand for themselves. A word that stands for
 * more than 100 is returned with `*` for each pair of braces, which stands for all of them and more.
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
