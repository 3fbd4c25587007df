/**
 * One protocol, many meanings: what each agent does its own way, as data. Every entry was seen on the wire with the
 * version named in it; the recordings in `test/recordings/acp` show most of them.
 */
import type { Capabilities } from '../../contract/agent-event.ts';
import { entryOf, fieldsOf, textOf, type Fields } from '../fields.ts';
import {
  complaintOfClaude,
  complaintOfGemini,
  complaintOfOpencode,
  type Complaint,
} from './complaints/complaint.ts';
import { codexHook, hookFaultOfCodex, installCodex } from './hooks/codex.ts';
import { copilotHook, installCopilot } from './hooks/copilot.ts';
import { installGemini } from './hooks/gemini.ts';
import type { HookDialect, Install } from './hooks/hook.ts';
import { joinedMcpTool } from './hooks/hook.ts';
import { installOpencode } from './hooks/opencode.ts';
import { installQwen, qwenHook } from './hooks/qwen.ts';

export interface Quirks {
  /** Names of its program and of its package, by which a command of it is known. */
  programs: readonly string[];
  /** What the agent calls itself in `initialize`, for configurations that give it another name. */
  announced: string | null;
  /**
   * The mode in which it asks before it acts. Set anew in every process, because not every agent keeps it over a load.
   * Null where the agent has no modes or none that matters.
   */
  asking_mode: string | null;
  /** Which of its calls fairlead judges before they are made, with what {@link install} adds. */
  preflight: Capabilities['preflight'];
  /** Whether it ever asks for permission. */
  asks: boolean;
  /** What is added to its start so that it asks; null where nothing has to be. */
  install: Install | null;
  /** How its hooks ask; null where it has none. */
  hook: HookDialect | null;
  /** The request that tells whether it will run its hook, and how to read the answer. */
  hook_check: { method: string; faultOf: (answer: Fields) => string | null } | null;
  /** The option of its program that names the model, where it offers no list of models to choose from. */
  model_flag: string | null;
  resume: boolean;
  fork: boolean;
  /** Whether it tells its cost in money. */
  cost: boolean;
  /** Whether the tokens in the answer to a prompt count its turn alone, or all turns of the process so far. */
  tokens_of: 'turn' | 'process';
  /** Names its tools and their inputs as Claude Code does, which is how rules are written. */
  speaks_claude: boolean;
  /** A command stands nowhere but in the title of the call. */
  command_in_title: boolean;
  /**
   * Announces a call while its model still writes the input, so that what it tells of a pending call may be the beginning
   * of a path or of a command. The protocol allows this.
   */
  streams_input: boolean;
  /** ACP's category of tools that it calls `other`, by the tool's name in the title. */
  tool_kinds: Readonly<Record<string, string>>;
  /** Words beside a call that say which directory its command runs in, its group `directory`. */
  directory_text: RegExp | null;
  /** How the title of a call names a tool of an MCP server, its groups `tool` and `server`. */
  mcp_title: RegExp | null;
  /** Reads the name by which it calls a tool of an MCP server, where that is not `mcp__SERVER__TOOL`. */
  mcp_name: ((name: string) => string | null) | null;
  /** Last words of a turn that say, under the stop reason of a success, that it failed. */
  failure_text: RegExp | null;
  /** A word beside the conversation that says the same of the turn under way. */
  says_failed: (update: Fields) => boolean;
  /** Ends a turn as a success, without a word, where its model failed for good. */
  hides_failures: boolean;
  /**
   * Said in the agent's name when it tries the model again. The group `of` is the number of tries; where it is there, the
   * text says nothing of the error.
   */
  retry_text: RegExp | null;
  /** Reads a line of its standard error that tells of a failed request to its model. */
  stderr_complaint: ((line: string) => Complaint | null) | null;
  /** The notification of its own that tells of it, and how to read that. */
  notified_complaint: { method: string; complaintOf: (params: Fields) => Complaint | null } | null;
  /** What is added to the request that opens a conversation. */
  session_meta: Fields | null;
  /** Said in the agent's name beside what its model says, and of no use to a reader. */
  aside_text: RegExp | null;
}

const plain: Quirks = {
  programs: [],
  announced: null,
  asking_mode: null,
  preflight: 'none',
  asks: true,
  install: null,
  hook: null,
  hook_check: null,
  model_flag: null,
  resume: true,
  fork: false,
  cost: false,
  tokens_of: 'turn',
  speaks_claude: false,
  command_in_title: false,
  streams_input: true,
  tool_kinds: {},
  directory_text: null,
  mcp_title: null,
  mcp_name: null,
  failure_text: null,
  says_failed: () => false,
  hides_failures: false,
  retry_text: null,
  stderr_complaint: null,
  notified_complaint: null,
  session_meta: null,
  aside_text: null,
};

/** An agent of which the recordings show that what it tells of a pending call is whole. */
const measured: Quirks = { ...plain, streams_input: false };

/** By name in the configuration. */
const table: Record<string, Quirks> = {
  /** claude-agent-acp 0.100.0 */
  'claude-acp': {
    ...measured,
    programs: ['claude-agent-acp', 'claude-code-acp'],
    announced: '@agentclientprotocol/claude-agent-acp',
    asking_mode: 'default',
    preflight: 'some',
    fork: true,
    cost: true,
    speaks_claude: true,
    notified_complaint: { method: '_claude/sdkMessage', complaintOf: complaintOfClaude },
    session_meta: { claudeCode: { emitRawSDKMessages: [{ type: 'system', subtype: 'api_retry' }] } },
  },
  /** codex-acp 2.6.0. Its default mode does not ask. A denied call ends its turn as `cancelled`. */
  codex: {
    ...measured,
    programs: ['codex-acp'],
    announced: '@agentclientprotocol/codex-acp',
    asking_mode: 'read-only',
    preflight: 'all',
    install: installCodex,
    hook: codexHook,
    hook_check: { method: '_codex/hooks/list', faultOf: hookFaultOfCodex },
    fork: true,
    says_failed: (update) => {
      const status = fieldsOf(fieldsOf(fieldsOf(update['_meta'])['codex'])['threadStatus']);
      return status['type'] === 'systemError';
    },
  },
  /**
   * Gemini CLI 0.61.0. Replays a loaded conversation only after its answer to `session/load`; setting the mode, though
   * it is the default one, is the round trip that waits for the end of it.
   */
  gemini: {
    ...measured,
    programs: ['gemini', 'gemini-cli'],
    announced: 'gemini-cli',
    asking_mode: 'default',
    preflight: 'some',
    install: installGemini,
    stderr_complaint: complaintOfGemini,
    command_in_title: true,
    directory_text: /^\[current working directory (?<directory>.+)\]$/,
    mcp_title: /^(?<tool>\S{1,100}) \((?<server>\S{1,100}) MCP Server\)$/,
  },
  /** opencode 1.18.33. Runs everything unasked unless configured to ask. A denied call ends its turn as `end_turn`. */
  opencode: {
    ...measured,
    programs: ['opencode', 'opencode-ai'],
    announced: 'OpenCode',
    preflight: 'all',
    install: installOpencode,
    stderr_complaint: complaintOfOpencode,
    mcp_name: (name) => (name.includes('_') ? joinedMcpTool(name, '_') : null),
    fork: true,
    cost: true,
  },
  /** Qwen Code 0.24.4. Its default mode does not ask, and it comes back in that. A denied call ends its turn as `end_turn`. */
  qwen: {
    ...measured,
    programs: ['qwen', 'qwen-code'],
    announced: 'qwen-code',
    asking_mode: 'default',
    model_flag: '--model',
    preflight: 'all',
    install: installQwen,
    hook: qwenHook,
  },
  /** Copilot CLI 1.0.102. Errors of the model are said as text. A denied call ends its turn as `end_turn`. */
  copilot: {
    ...measured,
    programs: ['copilot'],
    announced: 'Copilot',
    asking_mode: 'https://agentclientprotocol.com/protocol/session-modes#agent',
    model_flag: '--model',
    preflight: 'all',
    install: installCopilot,
    hook: copilotHook,
    mcp_name: copilotHook.mcpTool,
    tokens_of: 'process',
    failure_text: /^Error: (Authentication failed|Failed to get response|.*\bHTTP [45]\d\d\b)/,
    retry_text: /^Info: Request failed .*Retrying/,
    aside_text: /^Info: Operation cancelled by user$/,
  },
  /**
   * pi 1.6.0 behind pi-acp 0.0.34. Asks about no call. It passes on no error of its model: a turn that failed ends like
   * one that went well.
   */
  pi: {
    ...plain,
    programs: ['pi-acp'],
    announced: 'pi-acp',
    asks: false,
    command_in_title: true,
    tool_kinds: { powershell: 'execute', grep: 'search', find: 'search', ls: 'search' },
    hides_failures: true,
    retry_text: /^Retrying \(attempt \d+\/(?<of>\d+), waiting \d+s\)\.\.\.$/,
    aside_text: /^Retry finished, resuming\.$/,
  },
  /** The agent that comes with fairlead and does what its prompt scripts. */
  scripted: {
    ...measured,
    announced: 'fairlead-scripted',
    preflight: 'all',
    fork: true,
    cost: true,
    speaks_claude: true,
  },
};

/** The key of the entry of an agent that behaves like `like`; '' for one that is not known. */
export function quirksKey(like: string): string {
  return Object.hasOwn(table, like) ? like : '';
}

/**
 * The key of the known agent that a command starts: by the name of its program, or of a package that it is started from.
 * Null where it starts none.
 */
export function startedKey(command: readonly string[]): string | null {
  const names = new Set(command.flatMap(namesIn));
  const isStarted = ({ programs }: Quirks) => programs.some((name) => names.has(name));
  return Object.entries(table).find(([, quirks]) => isStarted(quirks))?.[0] ?? null;
}

/** The names of a program and of its package in one word of a command. */
function namesIn(word: string): string[] {
  const parts = word.split('/');
  const at = parts.lastIndexOf('node_modules');
  const ofPackage = at < 0 ? [] : parts.slice(at + 1, at + 3);
  return [...ofPackage, (parts.at(-1) ?? '').replace(/\.[cm]?js$/, '')];
}

/** The key of the agent that calls itself so; '' for one that is not known. */
export function announcedKey(announced: string | null): string {
  const found = Object.entries(table).find(([, quirks]) => quirks.announced === announced);
  return found && announced !== null ? found[0] : '';
}

/** @param key from {@link quirksKey} */
export function quirksOf(key: string): Quirks {
  return entryOf(table, key) ?? plain;
}

/** The name in which an agent's tool is called, where it says so at all. */
export function announcedTool(call: Fields): string | null {
  const meta = fieldsOf(call['_meta']);
  return textOf(call['name']) ?? textOf(meta['toolName']) ?? textOf(fieldsOf(meta['claudeCode'])['toolName']);
}
