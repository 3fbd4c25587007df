import { protectionCategories, type SettingsFile } from '../contract/settings.ts';

/** Returns the defaults. `scripted` is the command line of the agent that is part of fairlead. */
export function builtInSettings(scripted: string[]): SettingsFile {
  return {
    default_agent: 'claude',
    max_parallel: 3,
    agents: {
      claude: { protocol: 'claude', command: ['claude'] },
      codex: { protocol: 'acp', command: ['codex-acp'] },
      gemini: { protocol: 'acp', command: ['gemini', '--acp', '--skip-trust'] },
      opencode: { protocol: 'acp', command: ['opencode', 'acp', '--pure'] },
      copilot: { protocol: 'acp', command: ['copilot', '--acp', '--disable-builtin-mcps'] },
      qwen: { protocol: 'acp', command: ['qwen', '--acp', '--auth-type', 'openai'] },
      scripted: { protocol: 'acp', command: scripted },
    },
    policy: {
      level: 'moderate',
      allow: [],
      ask: [],
      deny: [],
      claude_settings: false,
      protection: Object.fromEntries(protectionCategories.map((category) => [category, true])),
    },
    limits: { per_repository: 1_000, per_agent: 1_000, min_free_disk: '500MB', min_free_memory: '200MB' },
    workspace: { base: 'HEAD' },
    sandbox: 'auto',
    sandbox_writable: [],
    idle_time: '10m',
    interrupt_time: '10s',
    stop_rule: { complete: [], incomplete: [], reviewer: false, times: 3 },
    silence_time: '10m',
    when_stalled: 'tell',
    when_unanswered: 'wait',
    start_time: '180s',
    port: 0,
    theme: 'auto',
  };
}
