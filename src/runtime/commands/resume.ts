import { err, ok } from '../../base/result.ts';
import type { AnswerOf } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import { accountOf } from '../../core/admission/account.ts';
import type { SessionCell } from '../session/session-cell.ts';
import type { CommandEntry } from './entry.ts';
import type { Answering, CommandTicket } from '../machine/command-ticket.ts';
import { answerSession, commandAtOnce } from './command-session.ts';
import type { CommandContext } from './context.ts';
import { findSession, orRun } from './find-target.ts';
import { endCommand } from './steps.ts';

interface Decided {
  answer: AnswerOf<'session'>;
  account: string;
}

/**
 * For a session blocked by a usage limit, marks the account as available, so all sessions that wait for it continue.
 */
export function resume(context: CommandContext): CommandEntry<CommandOf<'resume'>> {
  return {
    run: (command, ticket) =>
      orRun(context, command.target, { type: 'resume' }, ticket, () => resumeSession(command, ticket)),
    resume: (decided, ticket) => liftLimit(decided as Decided, ticket),
  };

  async function resumeSession(command: CommandOf<'resume'>, ticket: CommandTicket): Answering {
    const found = await findSession(context, command.target);
    if (!found.ok) return err(found.error);
    return found.value.session.waits_for?.kind === 'limit'
      ? resumeAccount(found.value, command, ticket)
      : commandAtOnce(context, command, ticket);
  }

  async function resumeAccount(
    cell: SessionCell,
    command: CommandOf<'resume'>,
    ticket: CommandTicket,
  ): Answering {
    const { spec } = cell.session;
    const account = accountOf(spec, await context.deps.configuration.inForce(spec.repo));
    const accepted = await cell.command(command, ticket.by, (session) => ({
      accepted: [ticket.pending(null, { answer: answerSession(session), account } satisfies Decided)],
    }));
    return accepted.ok ? liftLimit({ answer: answerSession(accepted.value), account }, ticket) : accepted;
  }

  async function liftLimit({ answer, account }: Decided, ticket: CommandTicket): Answering {
    const { by } = ticket;
    const cells = [...context.liveSessions.cells()];
    await Promise.all(cells.map((cell) => cell.report({ type: 'limit_lifted', account, by })));
    return endCommand(context, ticket, ok(answer));
  }
}
