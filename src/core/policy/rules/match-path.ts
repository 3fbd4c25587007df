/** Path patterns of gitignore, with an anchor for their base directory. */
import { remember } from '../../../base/remember.ts';
import type { Decision } from '../../../contract/verdict.ts';
import type { ToolCall } from '../call.ts';
import type { NamedPlace } from '../named-place.ts';
import { below } from '../path.ts';
import {
  literalTokens,
  patternsMeet,
  ruleTokens,
  someName,
  wordTokens,
  type Token,
} from './patterns-meet.ts';

export type MatchesPlace = (place: NamedPlace) => boolean;

/**
 * Returns a matcher of places for a pattern. Through a symbolic link, an allow rule must cover the link and its
 * target; for other rules one is enough. An allow rule never covers a place that is itself a pattern; for other rules
 * it is enough that the place may stand for a covered path.
 *
 * @param root base directory of a pattern with one leading slash
 */
export function placeMatcher(
  pattern: string,
  { workspace, repo, machine }: Pick<ToolCall, 'workspace' | 'repo' | 'machine'>,
  root: string,
  decision: Decision,
): MatchesPlace {
  const anchors = { workspace, home: machine.home, root: root === repo ? workspace : root };
  const { base, rest } = anchored(pattern, anchors);
  const realBase = machine.realPath(base);
  const expression = expressionOf(rest, decision, base === workspace && !pattern.startsWith('/'));
  return (place) => {
    if (place.kind !== 'path') return decision !== 'allow' && mayStandFor(place, expression, base, realBase);
    const { written, real } = place;
    const asWritten = isCovered(expression.whole, written, base);
    if (decision === 'allow' ? !asWritten : asWritten) return asWritten;
    if (real === written && realBase === base) return asWritten;
    return isCovered(expression.whole, real, realBase) || isCovered(expression.whole, real, base);
  };
}

/** Returns the base of a pattern, as written and resolved, and the source of an expression for paths below it. */
export function coverOf(
  pattern: string,
  { workspace, repo, machine }: Pick<ToolCall, 'workspace' | 'repo' | 'machine'>,
  root: string,
  decision: Decision,
): { bases: string[]; source: string } {
  const { base, rest } = anchored(pattern, {
    workspace,
    home: machine.home,
    root: root === repo ? workspace : root,
  });
  const { whole } = expressionOf(rest, decision, base === workspace && !pattern.startsWith('/'));
  return { bases: [...new Set([base, machine.realPath(base)])], source: whole.source };
}

/** Whether the pattern starts at the root of the file system, or at the user's home. */
export function isAbsolutePattern(pattern: string): boolean {
  return pattern.startsWith('//') || pattern.startsWith('~/');
}

function anchored(
  pattern: string,
  { workspace, home, root }: { workspace: string; home: string; root: string },
): { base: string; rest: string } {
  if (pattern.startsWith('//')) return { base: '/', rest: pattern.slice(1) };
  if (pattern.startsWith('~/')) return { base: home, rest: pattern.slice(1) };
  if (pattern.startsWith('/')) return { base: root, rest: pattern };
  return { base: workspace, rest: pattern.startsWith('./') ? pattern.slice(1) : pattern };
}

interface Expression {
  whole: RegExp;
  /** Without a leading part that means any depth. */
  pattern: string;
  isDeep: boolean;
}

/** A verdict matches many paths against the same few patterns. */
const expressions = remember<Expression>(2_000);

/**
 * A bare file name matches at any depth. In deny and ask rules, so does a directory of one segment; an allow rule
 * means one directory only. A pattern of a directory covers everything in it.
 */
function expressionOf(rest: string, decision: Decision, relative: boolean): Expression {
  const isAllowing = decision === 'allow';
  return expressions(`${isAllowing ? 'a' : 'f'}${relative ? 'r' : 'a'}${rest}`, () => {
    const isRooted = rest.startsWith('/');
    const pattern = rest.replace(/^\/+/, '').replace(/\/+$/, '');
    const bare = !pattern.includes('/');
    const oneDirectory = /^[^/]+\/\*\*$/.test(pattern) && !isAllowing;
    const isDeep = relative && !isRooted && (bare || oneDirectory);
    const whole = new RegExp(`^${isDeep ? '(?:.*/)?' : ''}${sourceOf(pattern)}(?:/.*)?$`, 's');
    return { whole, pattern, isDeep };
  });
}

function sourceOf(pattern: string): string {
  const parts = pattern.split(/(\*\*\/|\/\*\*$|\*\*|\*|\?|\[[^\]/]+\])/);
  return parts
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '/**') return '/.*';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      if (part === '?') return '[^/]';
      if (/^\[[^\]/]+\]$/.test(part)) return part.replace(/^\[!/, '[^').replaceAll('\\', String.raw`\\`);
      return part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    })
    .join('');
}

function isCovered(expression: RegExp, path: string, base: string): boolean {
  const rest = below(path, base);
  return rest !== undefined && expression.test(rest);
}

/**
 * Directly in the base, a segment of wildcards only may be any name. Further down it means no particular name, like a
 * search from further up, if the rule's pattern matches at any depth.
 */
function mayStandFor(
  { written, real, kind }: NamedPlace,
  { pattern, isDeep }: Expression,
  base: string,
  realBase: string,
) {
  // A rule for names of one kind means files, so a directory with such a name does not count.
  const isOfKind = /[*?[][^/]*$/.test(pattern) && !pattern.endsWith('/**');
  const below: Token[] = [
    { kind: 'char', char: '/' },
    { kind: 'all', weak: false },
  ];
  const meets = (path: string, from: string) => {
    const anchor: Token[] = literalTokens(from === '/' ? '/' : `${from}/`);
    const isNothing = (segment: string) => /^[*?]*$/.test(segment);
    const words = (isWeak: Parameters<typeof wordTokens>[1]) =>
      [path, `${path}/${someName}`].map((word) => wordTokens(word, isWeak));
    // Wildcards at the end match the entries of a directory, not paths below them.
    const last = path.split('/').length - 1;
    const here = [
      wordTokens(path, kind === 'search' ? isNothing : () => false),
      wordTokens(
        `${path}/${someName}`,
        (name, index) => isNothing(name) && (kind === 'search' || index === last),
      ),
    ];
    const named = words(isNothing);
    const meet = (ways: readonly Token[][], rule: readonly Token[]) =>
      ways.some((way) => patternsMeet(way, rule) || (!isOfKind && patternsMeet(way, [...rule, ...below])));
    return ruleTokens(pattern).some((rule) => {
      if (meet(here, [...anchor, ...rule])) return true;
      const deep: Token[] = [...anchor, { kind: 'all', weak: false }, { kind: 'char', char: '/' }, ...rule];
      return isDeep && meet(named, deep);
    });
  };
  return meets(written, base) || meets(real, realBase) || meets(real, base);
}
