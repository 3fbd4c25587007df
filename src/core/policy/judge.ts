/**
 * Who may do what. Deny rules go before the built-in protection, that before ask rules, those before allow rules, and
 * all of them before the level; within a list the first rule decides, and what is narrower makes no difference.
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
 * A call that carries a command is judged as that command, whatever tool it says it is: what forbids the tool forbids it
 * too. A tool of an MCP server may do something else with the command, so that only what denies the command counts there.
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

/** A verdict asks again and again where the same few paths lead, and the file system is slow to tell. */
function remembering(realPath: (path: string) => string): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const found = known.get(path) ?? realPath(path);
    known.set(path, found);
    return found;
  };
}

/** A call of any tool but the shell; what a command line reads or writes is judged the same way. */
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

/** Only a rule that says from the root which place it means can have meant a place that is asked about. */
function namesPlace({ rule }: SourcedRule): boolean {
  const parsed = parseRule(rule, 'allow');
  return parsed.kind === 'path' && isAbsolutePattern(parsed.pattern);
}
