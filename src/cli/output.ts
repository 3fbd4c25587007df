/** What a command says: for people, or with `--json` for programs; data on standard output, talk on standard error. */
import { printable, printableJson, printablePainted } from '../base/printable.ts';
import type { Context } from './context.ts';

export interface Output {
  json: boolean;
  /** Whether colours and movement are wanted. */
  lively: boolean;
  /** The command's result, or one piece of a stream of them. */
  data(type: string, data: unknown, text: () => string): void;
  /** Talk: progress, hints, warnings. Left out with `--json`. */
  note(text: string): void;
}

export function createOutput({ stdout, stderr, env }: Context, json: boolean): Output {
  const lively = stdout.isTerminal && !json && !isPlain(env);
  // Whatever a session, a repository or a path is called: here is the way out to the terminal, for all of it.
  // Line by line, so that a sequence without an end hides no more than the rest of its own.
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
