/**
 * The environment that agents and gates inherit: the daemon's, without what would make a program think that it runs
 * inside another session, inside the npm that started us, or inside another agent.
 */
export function agentEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && !hidden.some((pattern) => pattern.test(name))) kept[name] = value;
  return { ...kept, ...unsigned(kept) };
}

/**
 * A signature says that a person stands for a commit. An agent's commits are not signed: it is not that person, its
 * sandbox hides the keys, and a program that asks for a passphrase would wait all night.
 */
const signing = ['commit.gpgSign', 'tag.gpgSign'];

/** Git's configuration by environment (git-config(1), GIT_CONFIG_COUNT); what the user gave that way comes after and wins. */
function unsigned(env: Readonly<Record<string, string>>): Record<string, string> {
  const given = /^\d{1,4}$/.test(env['GIT_CONFIG_COUNT'] ?? '') ? Number(env['GIT_CONFIG_COUNT']) : 0;
  const theirs = Array.from({ length: given }, (_, index) => [
    env[`GIT_CONFIG_KEY_${index}`] ?? '',
    env[`GIT_CONFIG_VALUE_${index}`] ?? '',
  ]);
  const pairs = [...signing.map((key) => [key, 'false']), ...theirs];
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(pairs.length)],
    ...pairs.flatMap(([key = '', value = ''], index) => [
      [`GIT_CONFIG_KEY_${index}`, key],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]),
  ]);
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
