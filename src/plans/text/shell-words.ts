/** @returns the command with `x` for each quoted text */
export function withoutQuotes(command: string): string {
  return command.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, 'x');
}

/** @returns the command without `NAME=value` before it */
export function withoutSettings(text: string): string {
  return text.replace(/^(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)\s+)+/, '');
}
