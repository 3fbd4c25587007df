/**
 * Files of a repository that agents load without asking, so that a clone can run programs. Measured by starting each
 * agent in a repository with such files: Claude Code 2.1.328 ran hooks, servers and helpers of all three files in an
 * untrusted directory; Copilot 1.0.102, codex-acp 2.6.0, opencode 1.18.33 and Qwen Code 0.24.4 ran the contents of
 * theirs. Gemini CLI 0.61.0 ran nothing, but its documentation names the files. The rest follows each program's
 * documentation: variables that Gemini and Qwen Code read from `.env`, and texts that allow tools or contain
 * commands.
 */
import type { AutoloadedFile } from './agent.ts';
import { fieldsOf, parseFields, type Fields } from './fields.ts';

const markdown = /\.md$/;

/** Texts that the user or the model invokes; some allow tools, or contain commands to run. */
const promptsOfClaude: readonly AutoloadedFile[] = ['commands/', 'agents/', 'skills/'].map((name) => ({
  path: `.claude/${name}`,
  only: markdown,
  does: permitted,
}));

const ofClaude: readonly AutoloadedFile[] = [
  { path: '.claude/settings.json', does: claudeSettings },
  { path: '.claude/settings.local.json', does: claudeSettings },
  { path: '.mcp.json', does: servers },
  ...promptsOfClaude,
];

/** Gemini CLI and its fork Qwen Code have the same files in different directories. */
function ofGeminiIn(directory: string): readonly AutoloadedFile[] {
  return [
    { path: '.env', does: variables },
    { path: `${directory}/.env`, does: variables },
    { path: `${directory}/settings.json`, does: anything },
    { path: `${directory}/commands/`, only: /\.(toml|md)$/, does: permitted },
    { path: `${directory}/skills/`, only: markdown, does: permitted },
    { path: `${directory}/agents/`, only: markdown, does: permitted },
    { path: `${directory}/policies/`, does: anything },
    { path: `${directory}/hooks/`, does: anything },
    { path: `${directory}/extensions/`, only: /(^|\/)[\w-]+-extension\.json$/, does: anything },
  ];
}

/** By the name of the agent. */
const table: Readonly<Record<string, readonly AutoloadedFile[]>> = {
  claude: ofClaude,
  'claude-acp': ofClaude,
  codex: [{ path: '.codex/', does: anything }],
  copilot: [
    { path: '.github/hooks/', does: anything },
    { path: '.github/copilot/', does: anything },
    { path: '.github/agents/', only: markdown, does: permitted },
    { path: '.github/skills/', only: markdown, does: permitted },
    { path: '.mcp.json', does: servers },
    { path: '.vscode/mcp.json', does: anything },
    ...promptsOfClaude,
  ],
  gemini: ofGeminiIn('.gemini'),
  opencode: [
    { path: 'opencode.json', does: anything },
    { path: 'opencode.jsonc', does: anything },
    { path: '.opencode/', does: anything },
  ],
  qwen: ofGeminiIn('.qwen'),
  pi: [
    { path: '.pi/', does: anything },
    { path: '.agents/skills/', only: markdown, does: permitted },
  ],
  scripted: [],
};

/** An unknown agent may load any of these files. */
export function autoloadedBy(agent: string): readonly AutoloadedFile[] {
  if (Object.hasOwn(table, agent)) return table[agent] ?? [];
  return [...new Set(Object.values(table).flat())];
}

/**
 * Settings of Claude Code that run nothing, send nothing elsewhere, and open nothing. All others count. Permissions
 * have no effect here, because Claude Code asks fairlead first.
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

/**
 * Returns the commands of hooks, at any depth: `{ "PreToolUse": [{ "hooks": [{ "type": "command", "command": "x" }]
 * }] }`.
 */
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
  return text.trim() === '' ? [] : ['is loaded'];
}

/**
 * Returns the commands that the text runs (`!` before a code span, `!{…}`), and the tools that its front matter
 * allows without asking.
 */
function permitted(text: string): string[] {
  const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? '';
  const keys = [
    'allowed-tools',
    'allowedTools',
    'tools',
    'hooks',
    'mcpServers',
    'mcp-servers',
    'permissionMode',
  ];
  const set = keys.filter((key) => new RegExp(`^${key}\\s*:`, 'm').test(head)).map((key) => `sets ${key}`);
  const commands = [...text.matchAll(/!`([^`\n]+)`|!\{([^}\n]+)\}/g)].map(
    ([, quoted, braced]) => `runs ${quoted ?? braced}`,
  );
  return [...new Set([...set, ...commands])];
}

/** Returns variables that name a program to run, a server to use, or files that either of them loads. */
function variables(text: string): string[] {
  const names = [...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].map(([, name = '']) => name);
  return [...new Set(names.filter((name) => decisive.test(name)))].map((name) => `sets ${name}`);
}

const decisive = new RegExp(
  `^(${[
    'BASH_ENV|ENV|SHELL|PATH|HOME|TMPDIR|IFS|PS4|PROMPT_COMMAND|EDITOR|VISUAL|PAGER|BROWSER',
    'NODE_\\w+|NPM_\\w+|LD_\\w+|DYLD_\\w+|PYTHON\\w+|PERL5?\\w*|RUBY\\w+|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS',
    'GIT_\\w+|SSH_\\w+|(HTTPS?|ALL|NO)_PROXY|SSL_\\w+|CURL_\\w+',
    '\\w+_BASE_URL|\\w+_API_BASE|\\w*ENDPOINT|\\w+_API_KEY',
    'GEMINI_\\w+|GOOGLE_\\w+|QWEN_\\w+|OPENAI_\\w+|ANTHROPIC_\\w+|DASHSCOPE_\\w+|CLAUDE_\\w+|CODEX_\\w+|COPILOT_\\w+',
    'FAIRLEAD_\\w+|SANDBOX\\w*|SEATBELT_\\w+|CODE_ASSIST_\\w+',
  ].join('|')})$`,
  'i',
);
