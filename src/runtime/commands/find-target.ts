/** What the target of a command stands for: a session, a run, or a unit of a run. */
import { err, ok, type Result } from '../../base/result.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { parseUnitSelector, type UnitSelector } from '../../contract/unit-selector.ts';
import type { RunCommand } from '../../core/plan/decide.ts';
import type { SessionCell } from '../session/session-cell.ts';
import type { Answering, CommandTicket } from '../machine/command-ticket.ts';
import type { CommandContext } from './context.ts';

type Targets = Pick<CommandContext, 'questions' | 'liveSessions' | 'runs'>;

/** What a command of one session names it by. */
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

/** A command for a session or a run goes to whichever the selector stands for, to a session first. */
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

/** The unit that `RUN/UNIT` stands for. A session may have a name with a slash; then the selector stands for it. */
export async function findUnit(
  { questions }: Pick<Targets, 'questions'>,
  selector: string,
): Promise<UnitSelector | undefined> {
  const named = parseUnitSelector(selector);
  if (!named) return undefined;
  const session = await questions.resolve(selector);
  return session.ok || session.error.code === 'ambiguous' ? undefined : named;
}
