import type { Command, CommandOf, CommandType } from '../../contract/command.ts';
import type { Answering, CommandTicket } from '../machine/command-ticket.ts';

/** Carries out one type of command. */
export interface CommandEntry<C extends Command = Command> {
  run: (command: C, ticket: CommandTicket) => Answering;
  /** Continues accepted steps that did not finish because the daemon was killed or a step failed. */
  resume?: (decided: unknown, ticket: CommandTicket) => Answering;
}

export type CommandTable = { [T in CommandType]: CommandEntry<CommandOf<T>> };
