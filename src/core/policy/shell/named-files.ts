/** The files in a command's words. */
import { baseName } from '../path.ts';
import { curlFiles } from './curl-words.ts';

/** Commands whose arguments are text, not files. */
export const tellsWords: ReadonlySet<string> = new Set(['echo', 'printf', 'print']);

/** Returns the arguments that are not options; for a search, without the searched text. */
export function operandsOf([name = '', ...rest]: readonly string[]): string[] {
  const begins = beginsWithText(baseName(name));
  const isText = (index: number) => begins && saysText.test(rest[index - 1] ?? '');
  const operands = rest.filter((word, index) => (!word.startsWith('-') || word === '-') && !isText(index));
  const isSaid = rest.some((word) => /^-[A-Za-z]*[ef]|^--(?:regexp|file|expression)/.test(word));
  return begins && !isSaid ? operands.slice(1) : operands;
}

/** Options of such programs with the text in the next word. */
const saysText = /^-[A-Za-z]*e$|^--(?:regexp|expression)$/;

/** Whether the first operand is a search text or a script, and not a file. */
function beginsWithText(name: string): boolean {
  return /^(g?grep|egrep|fgrep|rg|g?sed|[gmn]?awk|jq|gojq|jaq|tr)$/.test(name);
}

/**
 * Returns all words and parts of words that may name a file: operands, and text after the characters that programs
 * put before a path: `--file=x`, `-Fx`, `of=x`, `@x`, `name=@x`, `host:x`.
 */
export function namedFiles(words: readonly string[]): string[] {
  const name = baseName(words[0] ?? '');
  if (tellsWords.has(name)) return [];
  const options = words.slice(1).filter((word) => word.startsWith('-') && !word.startsWith('--exclude'));
  // One letter, or several joined ones, before the value of the last.
  const attached = options.flatMap((word) => {
    const [, letters = ''] = /^-([a-zA-Z]{1,5})(?!-)/.exec(word) ?? [];
    return Array.from(letters, (_, index) => word.slice(index + 2));
  });
  const operands = operandsOf(words);
  const pieces = [...operands, ...options].flatMap(piecesOf);
  const local = words.slice(1).flatMap(fileAddresses);
  const told = name === 'curl' ? curlFiles(words).reads : [];
  const all = [...operands.filter((word) => !isAddress(word)), ...attached, ...pieces, ...local, ...told];
  return [...new Set(all)].filter((path) => path !== '' && path[0] !== '-');
}

/** Returns the text after the characters that programs put before a path. */
function piecesOf(word: string): string[] {
  if (!/[=@:,<>]/.test(word)) return word.startsWith('-') ? [] : [word];
  const rest = withoutAddresses(word);
  const behind = ['=', '@', ':', ',', '<', '>'].map((sign) => rest.slice(rest.lastIndexOf(sign) + 1));
  return [rest.slice(rest.indexOf('=') + 1), ...behind, ...(rest.includes(',') ? rest.split(',') : [])];
}

function isAddress(word: string): boolean {
  return word.includes('://') && /^[a-z][\w+.-]*:\/\/\S*$/i.test(word);
}

/** The slashes of an address are not directories. */
function withoutAddresses(word: string): string {
  return word.includes('://') ? word.replaceAll(/[a-z][\w+.-]*:\/\/[^\s,'"]*/gi, '') : word;
}

/** Returns files named by an address, percent signs decoded: `file:///x/%65nv`, `file://localhost/x`, `file:/x`. */
function fileAddresses(word: string): string[] {
  if (!/file:/i.test(word)) return [];
  return [...word.matchAll(/\bfile:(?:\/\/[^/\s'"]*)?(\/[^\s'"]*)/gi)].map(([, path = '']) => decoded(path));
}

function decoded(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
