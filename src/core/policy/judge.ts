import type { SourcedRule } from '../../contract/settings.ts';
import type { Level } from '../../contract/session.ts';
import type { Decision, Verdict } from '../../contract/verdict.ts';
import { matches } from './match.ts';

/** The rules in force for one session. */
export interface Policy {
  level: Level;
  allow: readonly SourcedRule[];
  ask: readonly SourcedRule[];
  deny: readonly SourcedRule[];
  /** Rules that answers added, each with its decision. */
  added: readonly (SourcedRule & { decision: Decision })[];
}

export interface ToolCall {
  tool: string;
  input: unknown;
  /** One line that says what would be done. */
  title: string;
  /** Absolute directory that the call is made in. */
  cwd: string;
}

/** Deny goes before ask, ask before allow, and a list before the level; within a list the first match decides. */
export function judge(policy: Policy, call: ToolCall): Verdict {
  for (const decision of ['deny', 'ask', 'allow'] as const) {
    const rules = [...policy[decision], ...policy.added.filter((rule) => rule.decision === decision)];
    const found = rules.find((rule) => matches(rule, call, decision));
    if (found)
      return {
        decision,
        rule: found.rule,
        source: found.source,
        reason: `${decision} rule ${found.rule} (${found.source})`,
        parts: [],
      };
  }
  return byLevel(policy.level, call);
}

/** Tools that neither change nor send anything. */
const readingTools = new Set(['Read', 'Glob', 'Grep', 'LS', 'TodoWrite', 'TaskOutput', 'NotebookRead']);

/** Tools that change files by a path in their input. */
const editingTools = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit']);

function byLevel(level: Level, call: ToolCall): Verdict {
  const source = `level ${level}`;
  const verdict = (decision: Decision, reason: string): Verdict => ({
    decision,
    rule: null,
    source,
    reason,
    parts: [],
  });
  if (level === 'permissive') return verdict('allow', 'the permissive level allows what no rule forbids');
  if (level === 'moderate' && isInside(call) && (readingTools.has(call.tool) || editingTools.has(call.tool)))
    return verdict('allow', 'the moderate level allows to read and edit inside the workspace');
  return verdict('ask', `no rule decides about ${call.tool}, and the ${level} level asks`);
}

function isInside({ input, cwd }: ToolCall): boolean {
  const { file_path, path, notebook_path } = (input ?? {}) as Record<string, unknown>;
  const target = file_path ?? notebook_path ?? path ?? cwd;
  if (typeof target !== 'string' || target.split('/').includes('..')) return false;
  return !target.startsWith('/') || target === cwd || target.startsWith(`${cwd}/`);
}
