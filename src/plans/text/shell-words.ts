/** @returns the command with `x` for each quoted text */
export function withoutQuotes(command: string): string {
  return command.replaceAll(quoted, 'x');
}

/** @returns the command with each quoted text replaced by as many `x`, so that positions stay valid */
export function maskQuotes(command: string): string {
  return command.replaceAll(quoted, (text) => 'x'.repeat(text.length));
}

const quoted = /"(?:[^"\\]|\\.)*"|'[^']*'/g;

/** @returns the command without `NAME=value` before it */
export function withoutSettings(text: string): string {
  return text.replace(/^(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)\s+)+/, '');
}

/** @returns `cd x && ` and the like at the beginning, and the rest */
export function splitPlace(command: string): [place: string, rest: string] {
  const place = /^(?:cd\s+(?:"[^"]*"|'[^']*'|[^\s;&|]+)\s*(?:&&|;)\s*)+/.exec(command)?.[0] ?? '';
  return [place, command.slice(place.length)];
}

/** @returns whether it is exactly one command or one pipeline */
export function isSimple(command: string): boolean {
  return !/&&|\|\||[;&\n]/.test(maskQuotes(command).replaceAll(/\d?>&\d?|&>/g, ''));
}

/** @returns the last command of a pipeline */
export function lastOfPipeline(command: string): string {
  return command.slice(maskQuotes(command).lastIndexOf('|') + 1).trim();
}
