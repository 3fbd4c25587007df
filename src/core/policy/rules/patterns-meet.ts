/**
 * Whether a pattern in a command or a tool's input may stand for a path that a rule's pattern covers. The file system
 * is not consulted, because a file may be created between the verdict and the call.
 */

export type Token =
  | { kind: 'char'; char: string }
  /** One character except a slash; any number of them if it repeats. */
  | { kind: 'wild'; repeats: boolean; weak: boolean }
  /** Any number of any characters. */
  | { kind: 'all'; weak: boolean };

/**
 * Whether some text matches both. A weak wildcard of the first pattern matches no literal character of the second
 * one, because it means no particular name.
 */
export function patternsMeet(first: readonly Token[], second: readonly Token[]): boolean {
  /**
   * Whether the rest of the first pattern, from the current token, meets the rest of the second one, by its token.
   */
  let next: boolean[] = Array.from({ length: second.length + 1 }, () => false);
  for (let i = first.length; i >= 0; i -= 1) {
    const row: boolean[] = Array.from({ length: second.length + 1 }, () => false);
    for (let j = second.length; j >= 0; j -= 1)
      row[j] = meetFrom(first[i], second[j], isHidden(second, j), row, next, j);
    next = row;
  }
  return next[0] ?? false;
}

function meetFrom(
  a: Token | undefined,
  b: Token | undefined,
  hidden: boolean,
  row: readonly boolean[],
  next: readonly boolean[],
  j: number,
): boolean {
  if (a === undefined && b === undefined) return true;
  if (a !== undefined && repeats(a) && next[j]) return true;
  if (b !== undefined && repeats(b) && row[j + 1]) return true;
  if (a === undefined || b === undefined || !haveCommon(a, b) || (a.kind === 'wild' && hidden)) return false;
  if (repeats(a)) return repeats(b) ? false : (row[j + 1] ?? false);
  return (repeats(b) ? next[j] : next[j + 1]) ?? false;
}

/** A wildcard at the beginning of a name does not match a dot. */
function isHidden(tokens: readonly Token[], j: number): boolean {
  const [before, at] = [tokens[j - 1], tokens[j]];
  return (
    at?.kind === 'char' &&
    at.char === '.' &&
    (before === undefined || (before.kind === 'char' && before.char === '/'))
  );
}

function repeats(token: Token): boolean {
  return token.kind === 'all' || (token.kind === 'wild' && token.repeats);
}

function haveCommon(a: Token, b: Token): boolean {
  if (a.kind === 'char' && b.kind === 'char') return a.char === b.char;
  if (b.kind === 'char') return !(a as { weak: boolean }).weak && (a.kind === 'all' || b.char !== '/');
  if (a.kind === 'char') return b.kind === 'all' || a.char !== '/';
  return true;
}

/** A text that only wildcards match; it stands for any name in a directory. */
export const someName = '\0';

export function literalTokens(text: string): Token[] {
  return text.split('').map((char) => ({ kind: 'char', char }));
}

/**
 * Returns the tokens of a pattern in a shell word or a search, an absolute path.
 *
 * @param isWeak whether the wildcards of a segment mean no particular name
 */
export function wordTokens(pattern: string, isWeak: (segment: string, index: number) => boolean): Token[] {
  return pattern.split('/').flatMap((segment, index): Token[] => {
    const slash: Token[] = index === 0 ? [] : [{ kind: 'char', char: '/' }];
    if (segment === '**') return [...slash, { kind: 'all', weak: true }];
    const weak = isWeak(segment, index);
    return [...slash, ...segmentTokens(segment, weak)];
  });
}

/** Returns the tokens of one name in a path. */
export function segmentTokens(segment: string, weak: boolean): Token[] {
  const tokens: Token[] = [];
  for (const piece of segment.replaceAll(/\*+/g, '*').match(/\[[^\]]+\]|\\?./gs) ?? []) {
    if (piece === '*') tokens.push({ kind: 'wild', repeats: true, weak });
    else if (piece === '?' || piece.startsWith('[')) tokens.push({ kind: 'wild', repeats: false, weak });
    else tokens.push({ kind: 'char', char: piece.length > 1 ? piece.slice(1) : piece });
  }
  return tokens;
}

/**
 * Returns the tokens of a gitignore pattern without its anchor; several lists, because two stars and a slash also match nothing.
 */
export function ruleTokens(pattern: string): Token[][] {
  const at = pattern.indexOf('**/');
  if (at >= 0) {
    const before = plainRuleTokens(pattern.slice(0, at));
    return ruleTokens(pattern.slice(at + 3)).flatMap((after) => [
      [...before, ...after],
      [...before, { kind: 'all', weak: false }, { kind: 'char', char: '/' }, ...after],
    ]);
  }
  return [plainRuleTokens(pattern)];
}

function plainRuleTokens(pattern: string): Token[] {
  const pieces = pattern.match(/\*\*|\[[^\]/]+\]|./gs) ?? [];
  return pieces.map((piece): Token => {
    if (piece === '**') return { kind: 'all', weak: false };
    if (piece === '*') return { kind: 'wild', repeats: true, weak: false };
    if (piece === '?' || piece.length > 1) return { kind: 'wild', repeats: false, weak: false };
    return { kind: 'char', char: piece };
  });
}
