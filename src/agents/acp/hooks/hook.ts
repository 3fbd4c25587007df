/**
 * Hooks: programs that an agent runs before each call of a tool, and whose answer it waits for. They reach what an agent
 * would not ask about over ACP. Each agent's way to be given one, and to be answered, has a file here.
 */
import type { HookPlace } from '../../agent.ts';
import type { Fields } from '../../fields.ts';

/** What is added to the start of an agent, so that it asks. */
export interface Installation {
  argv?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Files in the call box. */
  files?: Readonly<Record<string, string>>;
}

export type Install = (place: HookPlace, env: Readonly<Record<string, string>>) => Installation;

/** What an agent's own tools do, in ACP's categories and two of our own. */
export type HookedKind =
  | 'execute'
  | 'read'
  | 'edit'
  | 'search'
  | 'fetch'
  /** An edit of several files as one text, in the form of Codex. */
  | 'patch'
  /** Keeps notes of the agent's own, or reads those. */
  | 'note';

/** How an agent talks to its hooks. */
export interface HookDialect {
  /** The fields in which it describes a call. */
  fields: { tool: string; input: string; id: string | null };
  /** What its tools do, by name; a tool that is not here is judged by its name alone. */
  tools: Readonly<Record<string, HookedKind>>;
  /** The field of a tool's input that holds the command, where it is not `command`. */
  commands?: Readonly<Record<string, string>>;
  /** Reads the name of a tool of an MCP server; null for a tool of the agent's own. */
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
 * Reads `SERVER-TOOL`. Where more than one separator makes the place of the division unknown, the name is kept whole
 * behind `mcp__`: rules that deny or ask are held against every division of it, rules that allow against none.
 */
export function joinedMcpTool(name: string, separator: '-' | '_'): string {
  const parts = name.split(separator);
  return parts.length === 2 ? `mcp__${parts[0]}__${parts[1]}` : `mcp__${name}`;
}

/** The command of a hook: the path of the script may hold spaces and quotes. */
export function hookCommand(script: string): string {
  return `/bin/sh '${script.replaceAll("'", String.raw`'\''`)}'`;
}

/** Our defaults with what the user has set above them, group by group. */
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
