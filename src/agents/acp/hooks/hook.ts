/**
 * Hooks: programs that an agent runs before each tool call, waiting for the answer. They cover calls that an agent
 * would not ask about over ACP. Each agent's way to install and answer a hook has a file here.
 */
import type { HookPlace } from '../../agent.ts';
import type { Fields } from '../../fields.ts';

/** Additions to the start of an agent that make it ask. */
export interface Installation {
  argv?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Files in the call box. */
  files?: Readonly<Record<string, string>>;
}

export type Install = (place: HookPlace, env: Readonly<Record<string, string>>) => Installation;

/** Kinds of an agent's own tools: ACP's categories and two of fairlead's. */
export type HookedKind =
  | 'execute'
  | 'read'
  | 'edit'
  | 'search'
  | 'fetch'
  /** An edit of several files as one text, in the form of Codex. */
  | 'patch'
  /** Writes or reads the agent's own notes. */
  | 'note';

/** The form of an agent's hook input and answers. */
export interface HookDialect {
  /** The fields that describe a call. */
  fields: { tool: string; input: string; id: string | null };
  /** Kinds of its tools, by name; a tool that is not listed is judged by its name alone. */
  tools: Readonly<Record<string, HookedKind>>;
  /** The field of a tool's input with the command, if it is not `command`. */
  commands?: Readonly<Record<string, string>>;
  /** Parses the name of an MCP tool; null for a tool of the agent's own. */
  mcpTool: (name: string) => string | null;
  /** @param denied null to allow, else the reason */
  answer: (denied: string | null) => string;
}

/** The answer in the form of Claude Code, which Codex and Qwen Code read too. */
export function claudeAnswer(denied: string | null): string {
  const hookEventName = 'PreToolUse';
  return JSON.stringify({
    hookSpecificOutput:
      denied === null
        ? { hookEventName, permissionDecision: 'allow', permissionDecisionReason: 'allowed by fairlead' }
        : { hookEventName, permissionDecision: 'deny', permissionDecisionReason: denied },
  });
}

/** Names of the form `mcp__SERVER__TOOL`. */
export function claudeMcpTool(name: string): string | null {
  return name.startsWith('mcp__') ? name : null;
}

/**
 * Parses `SERVER-TOOL`. If the name has more than one separator, the split is ambiguous, and the whole name follows
 * `mcp__`: deny and ask rules are matched against every split, allow rules against none.
 */
export function joinedMcpTool(name: string, separator: '-' | '_'): string {
  const parts = name.split(separator);
  return parts.length === 2 ? `mcp__${parts[0]}__${parts[1]}` : `mcp__${name}`;
}

/** Returns the command of a hook; the path of the script may contain spaces and quotes. */
export function hookCommand(script: string): string {
  return `/bin/sh '${script.replaceAll("'", String.raw`'\''`)}'`;
}

/** Merges fairlead's defaults with the user's settings, which take precedence, group by group. */
export function above(defaults: Fields, given: Fields): Fields {
  const groups = Object.entries(given).map(([key, value]) => {
    const ours = defaults[key];
    return [key, isGroup(ours) && isGroup(value) ? { ...ours, ...value } : value] as const;
  });
  return { ...defaults, ...Object.fromEntries(groups) };
}

function isGroup(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
