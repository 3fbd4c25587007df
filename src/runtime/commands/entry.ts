import type { Command, CommandOf, CommandType } from '../../contract/command.ts';
import type { Answering, Asked } from '../machine/asked.ts';

/** How one type of command is carried out. */
export interface CommandEntry<C extends Command = Command> {
  run: (command: C, asked: Asked) => Answering;
  /** Continues steps that were accepted and did not end: the daemon was killed, or a step failed. */
  resume?: (decided: unknown, asked: Asked) => Answering;
}

export type CommandTable = { [T in CommandType]: CommandEntry<CommandOf<T>> };
