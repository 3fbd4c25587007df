import type { Command } from 'commander';
import type { Client } from '../client/client.ts';
import type { Context } from './context.ts';
import type { Output } from './output.ts';

/** A command that only contains subcommands: `fairlead daemon start`. */
export interface CommandGroup {
  name: string;
  summary: string;
  subcommands: readonly CommandSpec[];
}

/** One command of the command line. */
export interface CommandSpec {
  name: string;
  summary: string;
  /** For programs only: not listed in the help. */
  hidden?: boolean;
  /** In commander's notation: `<ID>`, `[TEXT]`, `[TASK...]`. */
  arguments?: string;
  /** Adds options. `--json` and `--help` already exist. */
  configure?(command: Command): Command;
  run(call: Call, args: string[], options: Options): Promise<void>;
}

/** Options by name in camel case. */
export type Options = Readonly<Record<string, string | number | boolean | string[] | undefined>>;

export interface Call {
  context: Context;
  output: Output;
  /** Connects, and starts a daemon if none is running. */
  client: () => Promise<Client>;
}
