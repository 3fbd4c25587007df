/** What a command says: for people, or with `--json` for programs; data on standard output, talk on standard error. */
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
  const plain = env['NO_COLOR'] !== undefined || env['TERM'] === 'dumb';
  return {
    json,
    lively: stdout.isTerminal && !json && !plain,
    data(type, data, text) {
      if (json) return stdout.write(`${JSON.stringify({ v: 1, type, data })}\n`);
      const shown = text();
      if (shown !== '') stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`);
    },
    note(text) {
      if (!json) stderr.write(`${text}\n`);
    },
  };
}
