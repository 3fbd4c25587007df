/** Sub-commands of a command with steps. Each has its own id, so each takes effect once. */
import type { Deps } from '../deps.ts';
import { ticketOf, type Answering, type CommandTicket } from '../machine/command-ticket.ts';
import type { Once } from './once.ts';

/**
 * Runs a sub-command, or joins the one that an earlier daemon accepted.
 *
 * @param of the session; its id cannot collide with a caller's `command_id`, which has no slash
 */
export function runChild(
  { deps, once }: { deps: Deps; once: Once },
  { id, by }: CommandTicket,
  type: 'stop' | 'remove',
  of: string,
  begin: (ticket: CommandTicket) => Answering,
): Answering {
  const child = `${id}/${of}`;
  const ticket = ticketOf({ id: child, fingerprint: child, type, by }, deps.clock);
  return once.run(child, child, {
    begin: () => begin(ticket),
    resume: () => Promise.reject(new Error(`command ${child} belongs to no session`)),
  });
}
