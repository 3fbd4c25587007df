import { covers } from './covers.ts';

/**
 * Whether a pattern of a Bash rule covers a command. `*` spans spaces; at the end ` *`, or `:*`, also matches
 * nothing, but not the rest of a word.
 */
export function matchesCommand(pattern: string, command: string): boolean {
  const open = openEnd(pattern);
  if (open === undefined) return covers(pattern, command);
  return covers(open, command) || covers(`${open} *`, command);
}

/** Returns the text before a trailing ` *` or `:*`. */
export function openEnd(pattern: string): string | undefined {
  return pattern.endsWith(':*') || pattern.endsWith(' *') ? pattern.slice(0, -2) : undefined;
}
