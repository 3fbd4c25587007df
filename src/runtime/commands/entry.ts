import type { Command, CommandOf, CommandType } from '../../contract/command.ts';
import type { Answering, CommandTicket } from '../machine/command-ticket.ts';

/** How one type of command is carried out. */
export interface CommandEntry<C extends Command = Command> {
  run: (command: C, ticket: CommandTicket) => Answering;
  /** Continues steps that were accepted and did not end: the daemon was killed, or a step failed. */
  resume?: (decided: unknown, ticket: CommandTicket) => Answering;
}

export type CommandTable = { [T in CommandType]: CommandEntry<CommandOf<T>> };
