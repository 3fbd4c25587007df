/**
 * Gemini CLI 0.61.0 runs no hooks over ACP. A policy file makes it ask for every tool. Its list of commands that it knows
 * as safe turns `ask_user` into `allow`, except under a rule with a pattern of arguments: so commands get one.
 */
import type { Install } from './hook.ts';

export const installGemini: Install = ({ box }, env) => ({
  // Its own log goes there as it is written; what it says itself, only at its end. So a failed request to its model is seen.
  env: { GEMINI_DEBUG_LOG_FILE: env['GEMINI_DEBUG_LOG_FILE'] ?? '/dev/stderr' },
  argv: ['--policy', `${box}/ask.toml`],
  files: {
    'ask.toml': `[[rule]]
toolName = "*"
decision = "ask_user"
priority = 998

[[rule]]
toolName = "run_shell_command"
argsPattern = "."
decision = "ask_user"
priority = 999

[[rule]]
toolName = ["update_topic", "write_todos", "complete_task"]
decision = "allow"
priority = 999
`,
  },
});
