import { maskQuotes } from './shell-words.ts';

/** @returns a command, and the remark after it in brackets, after a dash or an arrow */
export function withoutRemark(line: string): { command: string; words: string } {
  const text = line.trim();
  const at = remarkAt(text);
  if (at < 0) return { command: text, words: '' };
  const words = text
    .slice(at)
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^(?:#+|[→⇒—–]|=>|->|-(?=\s))\s*/, '');
  return { command: text.slice(0, at).trimEnd(), words };
}

/** @returns the position of the white space before a remark or a comment; -1 if there is none */
function remarkAt(line: string): number {
  // After an operator, brackets are a subshell.
  return maskQuotes(line).search(
    /(?<!(?:&&|\||;|!|\bif|\bthen|\bdo))\s(?:#(?=[\s→=])|[→⇒](?=\s)|[—–](?=\s)|=>\s|->\s|-\s+(?=\p{L}+ \p{L}+)|\((?=[^()]*\)[.;]?$)(?!\s*(?:cd|set)\s))/u,
  );
}
