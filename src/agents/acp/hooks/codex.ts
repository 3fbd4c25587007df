/**
 * Codex (0.166, by codex-acp 2.6.0) reads hooks from the configuration in `CODEX_CONFIG`. It runs a hook only if a
 * hash of its declaration is trusted. The hash is the SHA-256 of the declaration as JSON with sorted keys; the
 * command names the script through the environment, so that declaration and hash never change. `_codex/hooks/list`
 * shows whether Codex agrees, and `handshake.ts` asks it, because Codex skips an untrusted hook silently.
 */
import { hookPatience } from '../../hook-patience.ts';
import { fieldsOf, listOf, parseFields, textOf, type Fields } from '../../fields.ts';
import { claudeAnswer, claudeMcpTool, type HookDialect, type Install } from './hook.ts';

const command = '/bin/sh "$FAIRLEAD_HOOK"';
const hash = 'sha256:2cc813034b78f25563ec11f6a77b0360e9410dbfb12ee1a62fd1b38ff225ea53';
const key = '/<session-flags>/config.toml:pre_tool_use:0:0';

export const installCodex: Install = ({ script }, env) => {
  const given = parseFields(env['CODEX_CONFIG'] ?? '{}') ?? {};
  const hooks = fieldsOf(given['hooks']);
  const ours = { hooks: [{ type: 'command', command, timeout: hookPatience }] };
  const config = {
    ...given,
    hooks: {
      ...hooks,
      // fairlead's hook comes first, because the trusted hash depends on its position in the list.
      PreToolUse: [ours, ...listOf(hooks['PreToolUse'])],
      state: { ...fieldsOf(hooks['state']), [key]: { enabled: true, trusted_hash: hash } },
    },
  };
  return { env: { CODEX_CONFIG: JSON.stringify(config), FAIRLEAD_HOOK: script } };
};

/** @returns why the hook will not run; null if it will */
export function hookFaultOfCodex(listed: Fields): string | null {
  const hook = listOf(listed['hooks'])
    .map(fieldsOf)
    .find((one) => one['key'] === key);
  if (!hook) return "it does not know fairlead's hook";
  if (hook['enabled'] === true && hook['trustStatus'] === 'trusted') return null;
  return `it would not run fairlead's hook (${textOf(hook['trustStatus']) ?? 'not enabled'}, ${textOf(hook['currentHash']) ?? 'no hash'})`;
}

export const codexHook: HookDialect = {
  fields: { tool: 'tool_name', input: 'tool_input', id: 'tool_use_id' },
  tools: {
    Bash: 'execute',
    apply_patch: 'patch',
    view_image: 'read',
    update_plan: 'note',
    get_goal: 'note',
    create_goal: 'note',
    update_goal: 'note',
  },
  mcpTool: claudeMcpTool,
  answer: claudeAnswer,
};
