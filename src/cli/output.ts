/**
 * The output of a command: for people, or with `--json` for programs; data on standard output, progress on standard
 * error.
 */
import { printable, printableJson, printablePainted } from '../base/printable.ts';
import type { Context } from './context.ts';

export interface Output {
  json: boolean;
  /** Whether to use colours and movement. */
  lively: boolean;
  /** Prints the command's result, or one item of a stream. */
  data(type: string, data: unknown, text: () => string): void;
  /** Prints progress, hints and warnings. Omitted with `--json`. */
  note(text: string): void;
}

export function createOutput({ stdout, stderr, env }: Context, json: boolean): Output {
  const lively = stdout.isTerminal && !json && !isPlain(env);
  // All output to the terminal passes here, so that no name of a session, a repository or a path can control
  // it. Line by line, so that an unterminated sequence hides only the rest of its own line.
  const harmless = (text: string) =>
    text
      .split('\n')
      .map((line) => (lively ? printablePainted(line) : printable(line)))
      .join('\n');
  return {
    json,
    lively,
    data(type, data, text) {
      if (json) return stdout.write(`${printableJson({ v: 1, type, data })}\n`);
      const shown = harmless(text());
      if (shown !== '') stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`);
    },
    note(text) {
      if (!json) stderr.write(`${harmless(text)}\n`);
    },
  };
}

function isPlain(env: Context['env']): boolean {
  return env['NO_COLOR'] !== undefined || env['TERM'] === 'dumb';
}
