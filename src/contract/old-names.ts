/** Types of command whose target was named `session` up to 0.1, although it may be a run. */
const renamed: ReadonlySet<unknown> = new Set(['pause', 'resume', 'stop', 'merge', 'rollback', 'abandon']);

/**
 * Reads the field names of the version before as those of this one, so that programs written for it keep working. A
 * command with both names stays as it is, and is refused for its unknown key.
 */
export function withPresentNames(command: Record<string, unknown>): Record<string, unknown> {
  if (!renamed.has(command['type']) || !('session' in command) || 'target' in command) return command;
  const { session, ...rest } = command;
  return { ...rest, target: session };
}
