/**
 * Qwen Code 0.24.4 reads hooks from the system's settings, whose path is in the environment. It first asks over ACP,
 * for some calls, and then runs its hook with the same id.
 */
import { hookPatience } from '../../hook-patience.ts';
import { claudeAnswer, claudeMcpTool, hookCommand, type HookDialect, type Install } from './hook.ts';

/** In milliseconds. */
const timeout = hookPatience * 1_000;

export const installQwen: Install = ({ box, script }) => ({
  env: { QWEN_CODE_SYSTEM_SETTINGS_PATH: `${box}/settings.json` },
  files: {
    'settings.json': JSON.stringify({
      disableAllHooks: false,
      hooks: { PreToolUse: [{ hooks: [{ type: 'command', command: hookCommand(script), timeout }] }] },
    }),
  },
});

export const qwenHook: HookDialect = {
  fields: { tool: 'tool_name', input: 'tool_input', id: 'tool_call_id' },
  tools: {
    run_shell_command: 'execute',
    read_file: 'read',
    write_file: 'edit',
    edit: 'edit',
    notebook_edit: 'edit',
    grep_search: 'search',
    glob: 'search',
    list_directory: 'search',
    web_fetch: 'fetch',
    todo_write: 'note',
    agent: 'note',
    task: 'note',
    list_agents: 'note',
    get_goal: 'note',
    update_goal: 'note',
    tool_search: 'note',
    skill: 'note',
  },
  mcpTool: claudeMcpTool,
  answer: claudeAnswer,
};
