/** Path patterns: those of gitignore, with an anchor that says what they are relative to. */
import type { Decision } from '../../../contract/verdict.ts';
import type { ToolCall } from '../call.ts';
import { absolutePath, below, joinedPath } from '../path.ts';

/**
 * Whether a pattern speaks about a path. Through a symbolic link an allow rule has to cover the link and what it leads
 * to; for the others either is enough.
 *
 * @param root what a pattern with one leading slash is relative to
 */
export function matchesPath(
  pattern: string,
  path: string,
  call: ToolCall,
  root: string,
  decision: Decision,
): boolean {
  const { cwd, workspace, repo, machine } = call;
  const anchors = { workspace, home: machine.home, root: root === repo ? workspace : root };
  const { base, rest } = anchored(pattern, anchors);
  const expression = expressionOf(rest, decision, base === workspace && !pattern.startsWith('/'));
  const written = absolutePath(path, cwd, machine.home);
  const asWritten = isCovered(expression, written, base);
  const real = machine.realPath(joinedPath(path, cwd, machine.home));
  const asReal = isCovered(expression, real, machine.realPath(base)) || isCovered(expression, real, base);
  return decision === 'allow' ? asWritten && asReal : asWritten || asReal;
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

/**
 * A bare file name is meant at any depth. So is, for what forbids, a directory of one segment; an allow rule means the
 * one directory only. A pattern that names a directory speaks about all in it.
 */
function expressionOf(rest: string, decision: Decision, relative: boolean): RegExp {
  const isRooted = rest.startsWith('/');
  const pattern = rest.replace(/^\/+/, '').replace(/\/+$/, '');
  const bare = !pattern.includes('/');
  const oneDirectory = /^[^/]+\/\*\*$/.test(pattern) && decision !== 'allow';
  const deep = relative && !isRooted && (bare || oneDirectory) ? '(?:.*/)?' : '';
  return new RegExp(`^${deep}${sourceOf(pattern)}(?:/.*)?$`, 's');
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
