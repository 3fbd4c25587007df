/**
 * Copilot CLI 1.0.102 reads hooks from a plugin, whose directory is named on its command line. Its hooks do not get
 * the id of a call, it treats `ask` as no answer, and it asks nothing over ACP about a call that a hook has allowed.
 */
import { hookPatience } from '../../hook-patience.ts';
import { hookCommand, joinedMcpTool, type HookDialect, type Install } from './hook.ts';

export const installCopilot: Install = ({ box, script }) => ({
  argv: ['--plugin-dir', box],
  files: {
    'plugin.json': JSON.stringify({
      name: 'fairlead',
      description: 'Asks fairlead before each call of a tool',
      version: '1.0.0',
      hooks: 'hooks.json',
    }),
    'hooks.json': JSON.stringify({
      version: 1,
      hooks: { preToolUse: [{ type: 'command', bash: hookCommand(script), timeoutSec: hookPatience }] },
    }),
  },
});

export const copilotHook: HookDialect = {
  fields: { tool: 'toolName', input: 'toolArgs', id: null },
  tools: {
    bash: 'execute',
    write_bash: 'execute',
    view: 'read',
    create: 'edit',
    edit: 'edit',
    str_replace_editor: 'edit',
    grep: 'search',
    glob: 'search',
    web_fetch: 'fetch',
    read_bash: 'note',
    stop_bash: 'note',
    list_bash: 'note',
    sql: 'note',
    task: 'note',
    read_agent: 'note',
    list_agents: 'note',
    write_agent: 'note',
    report_intent: 'note',
    update_todo: 'note',
    skill: 'note',
  },
  commands: { write_bash: 'input' },
  mcpTool: (name) => (name.includes('-') ? joinedMcpTool(name, '-') : null),
  answer: (denied) =>
    JSON.stringify(
      denied === null
        ? { permissionDecision: 'allow', permissionDecisionReason: 'allowed by fairlead' }
        : { permissionDecision: 'deny', permissionDecisionReason: denied },
    ),
};
