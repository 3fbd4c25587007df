/**
 * Files of a repository that agents obey without asking anybody, so that what came with a clone would be run. Measured, by
 * starting each agent in a repository that brings them: Claude Code 2.1.328 ran hooks, servers and helpers of all three
 * files in a directory that nobody had trusted; Copilot 1.0.102, codex-acp 2.6.0, opencode 1.18.33 and Qwen Code 0.24.4 ran
 * what stood in theirs. Gemini CLI 0.61.0 ran nothing, but its documentation names the file.
 */
import type { ObeyedFile } from './agent.ts';
import { fieldsOf, parseFields, type Fields } from './fields.ts';

const ofClaude: readonly ObeyedFile[] = [
  { path: '.claude/settings.json', does: claudeSettings },
  { path: '.claude/settings.local.json', does: claudeSettings },
  { path: '.mcp.json', does: servers },
];

/** By the name of the agent. */
const table: Readonly<Record<string, readonly ObeyedFile[]>> = {
  claude: ofClaude,
  'claude-acp': ofClaude,
  codex: [{ path: '.codex/', does: anything }],
  copilot: [{ path: '.github/hooks/', does: anything }],
  gemini: [{ path: '.gemini/settings.json', does: anything }],
  opencode: [
    { path: 'opencode.json', does: anything },
    { path: 'opencode.jsonc', does: anything },
    { path: '.opencode/', does: anything },
  ],
  qwen: [{ path: '.qwen/settings.json', does: anything }],
  scripted: [],
};

/** One that nobody knows may obey anything of what the others do. */
export function obeyedBy(agent: string): readonly ObeyedFile[] {
  if (Object.hasOwn(table, agent)) return table[agent] ?? [];
  return [...new Set(Object.values(table).flat())];
}

/**
 * Settings of Claude Code that run nothing, send nothing anywhere else, and open nothing. Whatever is not among them counts.
 * Permissions decide nothing here: fairlead is asked before they are.
 */
const harmless = new Set([
  '$schema',
  'alwaysThinkingEnabled',
  'attribution',
  'cleanupPeriodDays',
  'includeCoAuthoredBy',
  'language',
  'model',
  'outputStyle',
  'permissions',
  'respectGitignore',
  'spinnerTipsEnabled',
]);

function claudeSettings(text: string): string[] {
  const settings = parseFields(text);
  if (settings === null) return ['it cannot be read'];
  return Object.entries(settings).flatMap(([key, value]) => {
    if (harmless.has(key)) return [];
    if (key !== 'hooks') return [`sets ${key}`];
    const commands = commandsIn(value).map((command) => `runs ${command}`);
    return commands.length > 0 || isEmpty(value) ? commands : ['sets hooks'];
  });
}

/** Commands of hooks, wherever they stand: `{ "PreToolUse": [{ "hooks": [{ "type": "command", "command": "x" }] }] }`. */
function commandsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(commandsIn);
  const fields = fieldsOf(value);
  const { command, url } = fields;
  const own = [command, url].filter((entry) => typeof entry === 'string');
  return [
    ...own,
    ...Object.values(fields).flatMap((entry) => (typeof entry === 'object' ? commandsIn(entry) : [])),
  ];
}

function isEmpty(value: unknown): boolean {
  return Object.values(fieldsOf(value)).every((entry) => Array.isArray(entry) && entry.length === 0);
}

function servers(text: string): string[] {
  const fields = parseFields(text);
  if (fields === null) return ['it cannot be read'];
  return Object.entries(fieldsOf(fields['mcpServers'])).map(
    ([name, server]) => `starts ${name}${how(fieldsOf(server))}`,
  );
}

function how({ command, args, url }: Fields): string {
  if (typeof command === 'string')
    return `: ${[command, ...(Array.isArray(args) ? args : [])].map(String).join(' ')}`;
  return typeof url === 'string' ? `: ${url}` : '';
}

function anything(text: string): string[] {
  return text.trim() === '' ? [] : ['is obeyed'];
}
