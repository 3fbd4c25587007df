import type { SourcedRule } from '../../contract/settings.ts';
import type { Decision } from '../../contract/verdict.ts';
import type { ToolCall } from './judge.ts';

/** Whether a rule in Claude Code's syntax, `Tool` or `Tool(specifier)`, speaks about a call. */
export function matches({ rule }: SourcedRule, call: ToolCall, decision: Decision): boolean {
  const parsed = /^([^()]+)(?:\(([\s\S]*)\))?$/.exec(rule.trim());
  if (!parsed) return false;
  const [, tool = '', specifier] = parsed;
  if (!matchesTool(tool, call.tool, decision)) return false;
  if (specifier === undefined || specifier === '*')
    return tool !== 'Bash' || decision !== 'allow' || isSimple(call);
  const { command, file_path } = (call.input ?? {}) as { command?: unknown; file_path?: unknown };
  if (tool === 'Bash' && typeof command === 'string') return matchesCommand(specifier, command, decision);
  if (typeof file_path === 'string') return matchesPath(specifier, file_path, call.cwd);
  return false;
}

function matchesTool(pattern: string, tool: string, decision: Decision): boolean {
  if (!pattern.includes('*')) return pattern === tool;
  if (decision === 'allow' && !/^mcp__[^*]+__/.test(pattern)) return false;
  return wildcard(pattern).test(tool);
}

/**
 * Until a command line is parsed, only one simple command made of plain words can be allowed by rule; everything else
 * is left to ask. Deny and ask rules are tried on every piece that might be a command.
 */
function matchesCommand(specifier: string, command: string, decision: Decision): boolean {
  const pattern = specifier.endsWith(':*') ? `${specifier.slice(0, -2)} *` : specifier;
  const expression = pattern.endsWith(' *')
    ? new RegExp(`^${source(pattern.slice(0, -2))}(\\s[\\s\\S]*)?$`)
    : wildcard(pattern);
  if (decision === 'allow') return plainWords.test(command) && expression.test(command.trim());
  return command.split(/&&|\|\||[;|&\n()`]|\$\(/).some((part) => expression.test(part.trim()));
}

function isSimple({ input }: ToolCall): boolean {
  const { command } = (input ?? {}) as { command?: unknown };
  return typeof command === 'string' && plainWords.test(command);
}

const plainWords = /^[A-Za-z0-9_./:@%+,= -]+$/;

function matchesPath(specifier: string, path: string, cwd: string): boolean {
  if (path.split('/').includes('..')) return false;
  const relative = path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
  const pattern = specifier.replace(/^\.?\//, '');
  const expression = pattern
    .split('**')
    .map((piece) => piece.split('*').map(escape).join('[^/]*'))
    .join('.*');
  return new RegExp(`^${expression}$`).test(relative);
}

function wildcard(pattern: string): RegExp {
  return new RegExp(`^${source(pattern)}$`);
}

function source(pattern: string): string {
  return pattern.split('*').map(escape).join('[\\s\\S]*');
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
