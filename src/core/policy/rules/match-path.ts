/** Path patterns: those of gitignore, with an anchor that says what they are relative to. */
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
 * Says of places whether a pattern speaks about them. Through a symbolic link an allow rule has to cover the link and what it
 * leads to; for the others either is enough. A place that is itself a pattern is never covered by an allow rule; for the
 * others it is enough that it may stand for something that the rule covers.
 *
 * @param root what a pattern with one leading slash is relative to
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

/** Where a pattern begins, as written and after all links, and the source of an expression for what lies below. */
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

/** Whether the pattern says from the root of the file system, or from the user's home, what it means. */
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
  /** Without what stands before it at any depth. */
  pattern: string;
  isDeep: boolean;
}

/** A verdict holds many paths against the same few patterns. */
const expressions = remember<Expression>(2_000);

/**
 * A bare file name is meant at any depth. So is, for what forbids, a directory of one segment; an allow rule means the
 * one directory only. A pattern that names a directory speaks about all in it.
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
 * Directly in the base, a segment of nothing but wildcards may be any name. Deeper down it names nothing in particular,
 * as a search from further above does not, where the rule's pattern is meant at any depth.
 */
function mayStandFor(
  { written, real, kind }: NamedPlace,
  { pattern, isDeep }: Expression,
  base: string,
  realBase: string,
) {
  // A rule for names of one kind means files: a directory that happens to be called so is not looked for.
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
    // Nothing but wildcards at the end names what is there, and nothing that lies in it.
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
