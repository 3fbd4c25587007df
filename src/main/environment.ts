/**
 * The environment that agents and gates inherit: the daemon's, without what would make a program think that it runs
 * inside another session, inside the npm that started us, or inside another agent.
 */
export function agentEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && !hidden.some((pattern) => pattern.test(name))) kept[name] = value;
  return kept;
}

const hidden = [
  /^FAIRLEAD_/,
  /^npm_/,
  /^NODE_(OPTIONS|COMPILE_CACHE|CHANNEL_FD)$/,
  // What Claude Code tells its hooks and commands of itself: a daemon may have been started by one.
  /^CLAUDE_?CODE_(ENTRYPOINT|SSE_PORT|SESSION_ID|SESSION_ATTENDED|CHILD_\w+|MESSAGING_\w+)$/,
  /^CLAUDE_(PID|PROJECT_DIR|EFFORT)$/,
  /^CLAUDECODE$/,
  /^AI_AGENT$/,
  /^VITEST/,
];
