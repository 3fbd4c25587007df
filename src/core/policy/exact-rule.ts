/** The rule that stands for one call and its like; undefined where none can say it exactly. */
export function exactRule(tool: string, input: unknown): string | undefined {
  const { command, file_path } = (input ?? {}) as { command?: unknown; file_path?: unknown };
  const specifier = typeof command === 'string' ? command : file_path;
  if (specifier === undefined) return tool;
  return typeof specifier === 'string' && !/[*()\n]/.test(specifier) ? `${tool}(${specifier})` : undefined;
}
