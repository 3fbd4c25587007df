/**
 * Commands on one session: those that end with the commit that accepts them, and those that end with a later commit.
 */
import { ok } from '../../base/result.ts';
import type { AnswerOf } from '../../contract/answer.ts';
import type { SessionCommand } from '../../core/session/decide.ts';
import type { AwaitedCommand } from '../../core/session/outcome.ts';
import type { Session } from '../../core/session/state.ts';
import { viewOf } from '../../core/session/view.ts';
import type { Deps } from '../deps.ts';
import type { SessionCell } from '../session/session-cell.ts';
import { endsAtOnce, type Answering, type CommandTicket } from '../machine/command-ticket.ts';
import type { CommandContext } from './context.ts';
import { findSession, selectorOf } from './find-target.ts';

type AtOnce = Extract<SessionCommand, { type: 'send' | 'continue' | 'pause' | 'resume' | 'launch' }>;
type Awaited = Extract<SessionCommand, { type: AwaitedCommand }>;

/** Returns the session as it is after the commit that accepts the command. */
export async function commandAtOnce(
  context: CommandContext,
  command: AtOnce,
  ticket: CommandTicket,
): Answering {
  const cell = await findSession(context, selectorOf(command));
  if (!cell.ok) return cell;
  const accepted = await cell.value.command(command, ticket.by, (session) =>
    endsAtOnce(ticket, answerSession(session)),
  );
  return accepted.ok ? ok(answerSession(accepted.value)) : accepted;
}

/** Returns after the commit that ends the command's work. */
export async function commandAwaited(
  context: CommandContext,
  command: Awaited,
  ticket: CommandTicket,
): Answering {
  const cell = await findSession(context, selectorOf(command));
  return cell.ok ? awaitCommand(context.deps, cell.value, command, ticket) : cell;
}

export async function awaitCommand(
  { answers }: Pick<Deps, 'answers'>,
  cell: SessionCell,
  command: Awaited,
  ticket: CommandTicket,
): Answering {
  using expected = answers.expect(ticket.id);
  const accepted = await cell.command(command, ticket.by, () => ({ accepted: [ticket.pending(cell.id)] }));
  return accepted.ok ? await expected.answer : accepted;
}

export function answerSession(session: Session): AnswerOf<'session'> {
  return { type: 'session', data: viewOf(session) };
}
