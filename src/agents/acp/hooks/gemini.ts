/**
 * Gemini CLI 0.61.0 runs no hooks over ACP. A policy file makes it ask for every tool. Its list of safe commands
 * turns `ask_user` into `allow`, except under a rule with a pattern of arguments: so the rule for commands has a
 * pattern.
 */
import type { Install } from './hook.ts';

export const installGemini: Install = ({ box }, env) => ({
  // Its log appears there as it is written, its other output only at its end. So failed model requests are
  // visible at once.
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
