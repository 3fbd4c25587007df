/** The files that a command is about, as far as its words say. */

/** Commands whose arguments are words and no files. */
export const tellsWords: ReadonlySet<string> = new Set(['echo', 'printf']);

/** Arguments that are no options; of a search without what is searched for, unless an option may have said that. */
export function operandsOf([name = '', ...rest]: readonly string[]): string[] {
  const operands = rest.filter((word) => !word.startsWith('-') || word === '-');
  const isSaid = rest.some((word) => /^-[A-Za-z]*[ef]|^--(?:regexp|file)/.test(word));
  return (name === 'grep' || name === 'rg') && !isSaid ? operands.slice(1) : operands;
}

/**
 * All that may name a file: operands, and what stands in a word behind the sign or the letter that programs put before
 * a path: `--file=x`, `-Fx`, `of=x`, `@x`, `name=@x`, `host:x`.
 */
export function namedFiles(words: readonly string[]): string[] {
  if (tellsWords.has(words[0] ?? '')) return [];
  const options = words.slice(1).filter((word) => word.startsWith('-') && !word.startsWith('--exclude'));
  const attached = options.map((word) => word.replace(/^-[a-zA-Z]/, ''));
  const operands = operandsOf(words);
  const pieces = [...operands, ...options].flatMap((word) => [
    word.slice(word.indexOf('=') + 1),
    word.slice(Math.max(...['=', '@', ':', ','].map((sign) => word.lastIndexOf(sign))) + 1),
  ]);
  return [...new Set([...operands, ...attached, ...pieces])].filter((path) => path !== '' && path[0] !== '-');
}
