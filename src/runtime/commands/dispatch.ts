/** Entry point of all commands. Carries out each command once and answers when its work has ended. */
import { createHash } from 'node:crypto';
import type { Command, CommandType } from '../../contract/command.ts';
import type { PendingCommand } from '../../store/commit.ts';
import type { CommandEntry } from './entry.ts';
import { ticketOf, type Answering } from '../machine/command-ticket.ts';
import type { CommandContext } from './context.ts';
import { createOnce, type Work } from './once.ts';
import { createCommandTable } from './table.ts';

/** The sender of a command, and the id that identifies a repetition. */
export interface Asking {
  command_id: string | undefined;
  by: string;
  /** Aborts when the caller has disconnected. */
  gone?: AbortSignal;
}

export interface Dispatch {
  command: (command: Command, asking: Asking) => Answering;
  /** Continues commands with steps that an earlier daemon accepted and did not finish. */
  resume(pending: readonly PendingCommand[]): Promise<void>;
}

export function createDispatch(given: Omit<CommandContext, 'once'>): Dispatch {
  const { deps } = given;
  const once = createOnce(deps);
  const table = createCommandTable({ ...given, once });

  return {
    async command(command, { command_id, by, gone }) {
      // A generated id is never sent again. Its slash keeps it apart from callers' ids.
      const id = command_id ?? `/${deps.newIds().id}`;
      const fingerprint = createHash('sha256').update(JSON.stringify(command)).digest('hex');
      const asked = ticketOf({ id, fingerprint, type: command.type, by, gone }, deps.clock);
      const begin = () => entryOf(command.type).run(command, asked);
      return once.run(id, fingerprint, { begin, resume });
    },
    async resume(pending) {
      await Promise.all(
        pending.filter(({ owner }) => owner === null).map((command) => resumeLogged(command)),
      );
    },
  };

  /** One entry per type, so the entry matches its command. */
  function entryOf(type: CommandType): CommandEntry {
    return table[type] as CommandEntry;
  }

  function resume(pending: PendingCommand): ReturnType<Work['resume']> {
    const { command_id: id, fingerprint, type, by, data } = pending;
    const entry = entryOf(type as CommandType);
    if (!entry.resume) throw new Error(`command ${id} was stored with steps: ${type} has none`);
    return entry.resume(data, ticketOf({ id, fingerprint, type, by }, deps.clock));
  }

  async function resumeLogged(pending: PendingCommand): Promise<void> {
    const { command_id: id, fingerprint } = pending;
    try {
      await once.run(id, fingerprint, { begin: () => resume(pending), resume });
    } catch (error) {
      deps.log.error('cannot continue a command', { command: id, type: pending.type, error });
    }
  }
}
