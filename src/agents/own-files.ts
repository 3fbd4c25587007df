/**
 * Where agents keep their conversations and logins, and where their settings and hooks are. In the sandbox an agent
 * may change the former but not the latter, because a hook that it left there would run in the user's next session.
 * From the documentation of each program, and from running it in the sandbox.
 */
import type { OwnFiles } from './agent.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** An unknown agent has no known files of its own. */
export function ownFilesOf(like: string, env: Environment): OwnFiles {
  const home = env['HOME'] ?? '/';
  const find = Object.hasOwn(table, like) ? table[like] : undefined;
  return find?.(env, home) ?? { kept: [], settings: [], caches: [], copied: [] };
}

const claude = (env: Environment, home: string): OwnFiles => {
  const base = env['CLAUDE_CONFIG_DIR'] || `${home}/.claude`;
  const state = env['CLAUDE_CONFIG_DIR'] ? `${base}/.claude.json` : `${home}/.claude.json`;
  const settings = ['settings.json', 'hooks/', 'commands/', 'agents/', 'skills/', 'plugins/', 'CLAUDE.md'];
  return { kept: [base], settings: within(base, settings), caches: [], copied: [state] };
};

const table: Readonly<Record<string, (env: Environment, home: string) => OwnFiles>> = {
  claude,
  'claude-acp': claude,
  codex(env, home) {
    const base = env['CODEX_HOME'] || `${home}/.codex`;
    const settings = ['config.toml', 'hooks.json', 'rules/', 'prompts/', 'skills/', 'AGENTS.md'];
    return { kept: [base], settings: within(base, settings), caches: [], copied: [] };
  },
  copilot(env, home) {
    const base = env['COPILOT_HOME'] || `${home}/.copilot`;
    const settings = [
      'mcp-config.json',
      'settings.json',
      'hooks/',
      'agents/',
      'skills/',
      'installed-plugins/',
    ];
    return {
      kept: [base],
      settings: within(base, settings),
      caches: [`${cacheOf(env, home)}/copilot`],
      copied: [],
    };
  },
  gemini(env, home) {
    const base = `${env['GEMINI_CLI_HOME'] || home}/.gemini`;
    const settings = [
      'settings.json',
      'policies/',
      'commands/',
      'extensions/',
      'skills/',
      'agents/',
      'GEMINI.md',
    ];
    return { kept: [base], settings: within(base, settings), caches: [], copied: [] };
  },
  opencode(env, home) {
    const data = env['XDG_DATA_HOME'] || `${home}/.local/share`;
    const state = env['XDG_STATE_HOME'] || `${home}/.local/state`;
    const kept = [data, state].map((base) => `${base}/opencode`);
    const configuration = env['XDG_CONFIG_HOME'] || `${home}/.config`;
    const caches = [`${cacheOf(env, home)}/opencode`];
    return { kept, settings: [], caches, copied: [`${configuration}/opencode/`] };
  },
  qwen(env, home) {
    const base = env['QWEN_HOME'] || `${home}/.qwen`;
    const settings = ['settings.json', 'commands/', 'extensions/', 'skills/', 'agents/', 'hooks/', 'QWEN.md'];
    return { kept: [base], settings: within(base, settings), caches: [], copied: [] };
  },
  pi(env, home) {
    const base = env['PI_CODING_AGENT_DIR'] || `${home}/.pi/agent`;
    const sessions = env['PI_CODING_AGENT_SESSION_DIR'];
    const settings = [
      'settings.json',
      'models.json',
      'mcp.json',
      'trust.json',
      'keybindings.json',
      'extensions/',
      'skills/',
      'prompts/',
      'themes/',
      'npm/',
      'git/',
      'APPEND_SYSTEM.md',
    ];
    // An empty file of these would replace the system prompt or another text of the user.
    const texts = ['AGENTS.override.md', 'AGENTS.md', 'AGENTS.MD', 'CLAUDE.md', 'CLAUDE.MD', 'SYSTEM.md'];
    // pi-acp keeps the mapping of conversations to files beside it.
    const kept = [base, `${home}/.pi/pi-acp`, ...(sessions ? [sessions] : [])];
    return {
      kept,
      settings: within(base, settings),
      texts: within(base, texts),
      caches: [],
      copied: [],
    };
  },
  scripted(env, home) {
    const state = env['XDG_STATE_HOME'] || `${home}/.local/state`;
    const own = env['FAIRLEAD_SCRIPTED_HOME'] || `${state}/fairlead/scripted`;
    return { kept: [own], settings: [], caches: [], copied: [] };
  },
};

function within(base: string, names: string[]): string[] {
  return names.map((name) => `${base}/${name}`);
}

function cacheOf(env: Environment, home: string): string {
  return env['XDG_CACHE_HOME'] || `${home}/.cache`;
}
