/** Resolves the target of a command: a session, a run, or a unit of a run. */
import { err, ok, type Result } from '../../base/result.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { parseUnitSelector, type UnitSelector } from '../../contract/unit-selector.ts';
import type { RunCommand } from '../../core/plan/decide.ts';
import type { SessionCell } from '../session/session-cell.ts';
import type { Answering, CommandTicket } from '../machine/command-ticket.ts';
import type { CommandContext } from './context.ts';

type Targets = Pick<CommandContext, 'questions' | 'liveSessions' | 'runs'>;

/** Returns the selector in a command on one session. */
export function selectorOf(command: { session?: string | undefined } | { target: string }): string {
  return ('target' in command ? command.target : command.session) ?? '';
}

export async function findSession(
  { questions, liveSessions }: Pick<Targets, 'questions' | 'liveSessions'>,
  selector: string,
): Promise<Result<SessionCell, Problem>> {
  const id = await questions.resolve(selector);
  if (!id.ok) return id;
  const cell = await liveSessions.find(id.value);
  return cell
    ? ok(cell)
    : err(problem('not_found', `session not found: ${selector}`, 'try: fairlead ls --all'));
}

/** Sends a command to the session that the selector names, otherwise to the run. */
export async function orRun(
  { questions, runs }: Targets,
  selector: string,
  command: RunCommand,
  ticket: CommandTicket,
  toSession: () => Answering,
): Answering {
  const session = await questions.resolve(selector);
  const run = session.ok ? undefined : await runs.resolve(selector);
  return run === undefined ? toSession() : runs.command(run, command, ticket);
}

/** Finds the unit that `RUN/UNIT` names. A session may have a slash in its name; then the session is preferred. */
export async function findUnit(
  { questions }: Pick<Targets, 'questions'>,
  selector: string,
): Promise<UnitSelector | undefined> {
  const named = parseUnitSelector(selector);
  if (!named) return undefined;
  const session = await questions.resolve(selector);
  return session.ok || session.error.code === 'ambiguous' ? undefined : named;
}
