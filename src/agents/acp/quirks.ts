/**
 * The differences between ACP agents, as data. Every entry was observed with the version it names; the recordings in
 * `test/recordings/acp` show most of them.
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
  /** Names of its program and package, which identify a command of it. */
  programs: readonly string[];
  /** Its name in `initialize`, for configurations that give it another name. */
  announced: string | null;
  /**
   * The mode in which it asks. Set in every process, because not every agent keeps it when it loads a conversation.
   * Null if the agent has no relevant modes.
   */
  asking_mode: string | null;
  /** Which calls fairlead judges in advance, with the additions of {@link install}. */
  preflight: Capabilities['preflight'];
  /** Whether it ever asks for permission. */
  asks: boolean;
  /** Additions to its start that make it ask; null if none are needed. */
  install: Install | null;
  /** The form of its hooks; null if it has none. */
  hook: HookDialect | null;
  /** The request that shows whether it will run its hook, and the parser of the answer. */
  hook_check: { method: string; faultOf: (answer: Fields) => string | null } | null;
  /** The option of its program that sets the model, if it offers no list of models. */
  model_flag: string | null;
  resume: boolean;
  fork: boolean;
  /** Whether it reports cost in money. */
  cost: boolean;
  /** Whether the tokens in the answer to a prompt cover its turn alone, or all turns of the process. */
  tokens_of: 'turn' | 'process';
  /** Whether it names tools and inputs like Claude Code, as rules do. */
  speaks_claude: boolean;
  /** Whether a command is only in the title of the call. */
  command_in_title: boolean;
  /**
   * Whether it announces a call while its model still writes the input, so that a pending call may contain the
   * beginning of a path or a command. The protocol allows this.
   */
  streams_input: boolean;
  /** ACP's category of tools that it calls `other`, by the tool's name in the title. */
  tool_kinds: Readonly<Record<string, string>>;
  /** Text beside a call that names the directory of its command, in the group `directory`. */
  directory_text: RegExp | null;
  /** How the title of a call names a tool of an MCP server, in the groups `tool` and `server`. */
  mcp_title: RegExp | null;
  /** Parses its name of an MCP tool, if that is not `mcp__SERVER__TOOL`. */
  mcp_name: ((name: string) => string | null) | null;
  /** Last message of a turn that failed with the stop reason of a success. */
  failure_text: RegExp | null;
  /** Whether an update beside the conversation says that the turn failed. */
  says_failed: (update: Fields) => boolean;
  /** Ends a turn as a success, without a message, if its model failed permanently. */
  hides_failures: boolean;
  /**
   * A message of the agent that it retries the model. The group `of` is the number of tries; if it is present, the
   * text does not contain the error.
   */
  retry_text: RegExp | null;
  /** Parses a line of its standard error that reports a failed model request. */
  stderr_complaint: ((line: string) => Complaint | null) | null;
  /** Its own notification of a failed model request, and the parser of it. */
  notified_complaint: { method: string; complaintOf: (params: Fields) => Complaint | null } | null;
  /** Additions to the request that opens a conversation. */
  session_meta: Fields | null;
  /** A message of the agent that is of no use to a reader. */
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

/** An agent whose pending calls are complete in the recordings. */
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
   * Gemini CLI 0.61.0. Replays a loaded conversation only after its answer to `session/load`. Setting the mode,
   * although it is the default, waits for the end of the replay.
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
  /**
   * Qwen Code 0.24.4. Its default mode does not ask, and it resumes in that mode. A denied call ends its turn as
   * `end_turn`.
   */
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
  /** Copilot CLI 1.0.102. Reports errors of the model as text. A denied call ends its turn as `end_turn`. */
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
   * pi 1.6.0 with pi-acp 0.0.34. Asks about no call. It passes on no error of its model: a failed turn ends like a
   * good one.
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
  /** The agent that is part of fairlead and runs the script in its prompt. */
  scripted: {
    ...measured,
    announced: 'fairlead-scripted',
    preflight: 'all',
    fork: true,
    cost: true,
    speaks_claude: true,
  },
};

/** Returns the key of an agent that behaves like `like`; '' if unknown. */
export function quirksKey(like: string): string {
  return Object.hasOwn(table, like) ? like : '';
}

/**
 * Returns the key of the known agent that a command starts, by the name of its program or package. Null if it starts
 * none.
 */
export function startedKey(command: readonly string[]): string | null {
  const names = new Set(command.flatMap(namesIn));
  const isStarted = ({ programs }: Quirks) => programs.some((name) => names.has(name));
  return Object.entries(table).find(([, quirks]) => isStarted(quirks))?.[0] ?? null;
}

/** Returns the names of a program and of its package in one word of a command. */
function namesIn(word: string): string[] {
  const parts = word.split('/');
  const at = parts.lastIndexOf('node_modules');
  const ofPackage = at < 0 ? [] : parts.slice(at + 1, at + 3);
  return [...ofPackage, (parts.at(-1) ?? '').replace(/\.[cm]?js$/, '')];
}

/** Returns the key of the agent with this name in `initialize`; '' if unknown. */
export function announcedKey(announced: string | null): string {
  const found = Object.entries(table).find(([, quirks]) => quirks.announced === announced);
  return found && announced !== null ? found[0] : '';
}

/** @param key from {@link quirksKey} */
export function quirksOf(key: string): Quirks {
  return entryOf(table, key) ?? plain;
}

/** Returns an agent's name of a tool, if it gives one. */
export function announcedTool(call: Fields): string | null {
  const meta = fieldsOf(call['_meta']);
  return textOf(call['name']) ?? textOf(meta['toolName']) ?? textOf(fieldsOf(meta['claudeCode'])['toolName']);
}
