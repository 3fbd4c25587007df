/**
 * Judges a call. Precedence: deny rules, built-in protection, ask rules, allow rules, level. Within a list the first
 * matching rule decides, even if a later one is narrower.
 */
import type { SourcedRule } from '../../contract/settings.ts';
import type { Verdict } from '../../contract/verdict.ts';
import {
  callsByFile,
  editingTools,
  fieldsOf,
  namedPath,
  pathOf,
  readingTools,
  type ToolCall,
} from './call.ts';
import { callsByDirectory, carriedCommand, type CarriedCommand } from './carried-command.ts';
import { judgeShell } from './judge-shell.ts';
import { byLevel, actionKindOf } from './level.ts';
import { namedPlace } from './named-place.ts';
import {
  byProtection,
  byRule,
  firstRule,
  settledPolicy,
  stricter,
  strictest,
  type Ground,
  type Policy,
} from './policy.ts';
import { protectPath } from './protection/protect-path.ts';
import { isAbsolutePattern } from './rules/match-path.ts';
import { firstMatching } from './rules/first-matching.ts';
import { matches } from './rules/matches.ts';
import { parseRule } from './rules/parse-rule.ts';

export function judge(given: Policy, asked: ToolCall): Verdict {
  const policy = settledPolicy(given);
  const machine = { ...asked.machine, realPath: remembering(asked.machine.realPath) };
  const call = { ...asked, machine };
  const carried = carriedCommand(call);
  if (!carried) {
    const [first, ...others] = callsByFile(call);
    return {
      ...strictest([judgeCall(policy, first), ...others.map((other) => judgeCall(policy, other))]),
      parts: [],
    };
  }
  const verdicts = callsByDirectory(call).map((here) => judgeCarried(policy, here, carried));
  return verdicts.reduce(stricter);
}

/**
 * Judges a call that contains a command as that command, whatever its tool is called: a rule that forbids the tool
 * applies too. A tool of an MCP server may use the command differently, so only a denial of the command counts there.
 */
function judgeCarried(policy: Policy, call: ToolCall, carried: CarriedCommand): Verdict {
  const shell: ToolCall = { ...call, tool: 'Bash', input: { ...fieldsOf(call), command: carried.line } };
  const verdict = judgeShell(policy, shell, carried, (file) => judgeCall(policy, file));
  if (call.tool === 'Bash') return verdict;
  const claimed = (ground: Ground): Verdict => ({ ...ground, parts: [] });
  if (call.tool.startsWith('mcp__'))
    return verdict.decision === 'deny' ? verdict : claimed(judgeCall(policy, call));
  if (namedPath(call) !== undefined && pathOf(call) !== undefined) {
    const [first, ...others] = callsByFile(call);
    return stricter(
      verdict,
      claimed(strictest([judgeCall(policy, first), ...others.map((other) => judgeCall(policy, other))])),
    );
  }
  const by = (decision: 'deny' | 'ask') => {
    const found = firstRule(policy, decision, (rule) => matches(rule, call, decision));
    return found && claimed(byRule(policy, decision, found));
  };
  const forbidding = by('deny') ?? by('ask');
  return forbidding ? stricter(verdict, forbidding) : verdict;
}

/** Caches resolved paths for one verdict: it asks for the same few again and again, and the file system is slow. */
function remembering(realPath: (path: string) => string): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const found = known.get(path) ?? realPath(path);
    known.set(path, found);
    return found;
  };
}

/** Judges a call of any tool but the shell; files of a command line are judged the same way. */
function judgeCall(policy: Policy, call: ToolCall): Ground {
  const denied = firstMatching(policy.deny, 'deny', call);
  if (denied) return byRule(policy, 'deny', denied);
  const protectedBy = byProtection(policy, protect(call));
  if (protectedBy?.decision === 'deny') return protectedBy;
  const asked = firstMatching(policy.ask, 'ask', call);
  if (asked) return byRule(policy, 'ask', asked);
  const allowed = protectedBy
    ? firstRule(policy, 'allow', (rule) => namesPlace(rule) && matches(rule, call, 'allow'))
    : firstMatching(policy.allow, 'allow', call);
  if (allowed) return byRule(policy, 'allow', allowed);
  return protectedBy ?? byLevel(policy.level, actionKindOf(call));
}

function protect(call: ToolCall) {
  const path = pathOf(call);
  if (path === undefined) return [];
  const access = editingTools.has(call.tool) && !readingTools.has(call.tool) ? 'write' : 'read';
  return protectPath(namedPlace(path, call, call.names), access, call);
}

/** Only a rule with an absolute path can allow a place that the protection asks about. */
function namesPlace({ rule }: SourcedRule): boolean {
  const parsed = parseRule(rule, 'allow');
  return parsed.kind === 'path' && isAbsolutePattern(parsed.pattern);
}
