/** Carries out a person's answer to an approval of a session, or to a unit of a run. */
import { err, ok } from '../../base/result.ts';
import type { AnswerOf } from '../../contract/answer.ts';
import type { ApprovalView } from '../../contract/approval.ts';
import type { CommandOf } from '../../contract/command.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { NewEvent } from '../../contract/event.ts';
import type { UnitSelector } from '../../contract/unit-selector.ts';
import { placeIn, workplaceOf } from '../../core/session/asks/judge-call.ts';
import type { SessionCell } from '../session/session-cell.ts';
import type { CommandEntry } from './entry.ts';
import type { Answering, CommandTicket } from '../machine/command-ticket.ts';
import type { CommandContext } from './context.ts';
import { findSession, findUnit } from './find-target.ts';
import { judgeAgain } from './judge-again.ts';
import { endCommand } from './steps.ts';

type AnswerCommand = CommandOf<'approve'> | CommandOf<'deny'>;

/** Consequences of an answer for other sessions. */
interface Decided {
  answer: AnswerOf<'approval'>;
  place: string;
  message: string | null;
  /** Approvals that were pending at the time of the answer and may be for the same call. */
  siblings: string[];
}

export function answerApproval(context: CommandContext): CommandEntry<AnswerCommand> {
  return {
    async run(command, ticket) {
      const unit = await findUnit(context, command.approval);
      return unit ? answerUnit(context, command, unit, ticket) : answerCall(context, command, ticket);
    },
    resume: (decided, ticket) => applyElsewhere(context, decided as Decided, ticket),
  };
}

/** Answers a unit that `RUN/UNIT` names. */
async function answerUnit(
  { runs }: CommandContext,
  command: AnswerCommand,
  { run, unit }: UnitSelector,
  ticket: CommandTicket,
): Answering {
  const { message, scope, rules, reason, expires, max_uses } = command;
  if ((scope ?? 'once') !== 'once' || (rules ?? reason ?? expires ?? max_uses) !== undefined)
    return err(
      problem(
        'invalid',
        'rules do not apply to questions of a unit',
        'try: answer it once, with --message TEXT',
      ),
    );
  const accepted = command.type === 'approve';
  return runs.command(run, { type: 'answer', unit, accepted, text: message ?? null }, ticket);
}

async function answerCall(context: CommandContext, command: AnswerCommand, ticket: CommandTicket): Answering {
  const found = await context.questions.approval(command.approval);
  if (!found.ok) return found;
  const approval = found.value;
  if (approval.status !== 'pending') return err(answeredAlready(approval));
  const cell = await findSession(context, approval.session_id);
  if (!cell.ok) return cell;
  const at = new Date(context.deps.clock.now()).toISOString();
  const status = command.type === 'approve' ? 'allowed' : 'denied';
  const answered: ApprovalView = { ...approval, status, answered_by: ticket.by, answered_at: at };
  const changed = command.type === 'approve' && command.input !== undefined;
  const decide = (events: readonly NewEvent[]): Decided => ({
    answer: { type: 'approval', data: withRules(answered, events) },
    place: placeIn(workplaceOf(cell.value.session), approval.cwd),
    message: command.message ?? null,
    siblings: changed || approval.question ? [] : waitingBeside(context, cell.value),
  });
  let decided = decide([]);
  const accepted = await cell.value.command(
    { ...command, approval: approval.id },
    ticket.by,
    (_session, events) => {
      decided = decide(events);
      return { accepted: [ticket.pending(null, decided)] };
    },
  );
  if (accepted.ok) return applyElsewhere(context, decided, ticket);
  // Another answer may have been first; the store has its author.
  const now = await context.questions.approval(approval.id);
  return now.ok && now.value.status !== 'pending' ? err(answeredAlready(now.value)) : accepted;
}

function withRules(answered: ApprovalView, events: readonly NewEvent[]): ApprovalView {
  const added = events.flatMap(({ kind, data }) =>
    kind === 'rule.added' ? [{ id: data.id, rule: data.rule }] : [],
  );
  return added.length > 0 ? { ...answered, added } : answered;
}

function waitingBeside({ liveSessions }: CommandContext, { session }: SessionCell): string[] {
  return [...liveSessions.cells()]
    .filter((cell) => cell.session.spec.repo === session.spec.repo)
    .flatMap((cell) => cell.session.asks.map(({ approval }) => approval.id));
}

/** Answers the same call in other sessions of the repository, and judges pending calls again if a rule was added. */
async function applyElsewhere(
  context: CommandContext,
  { answer, place, message, siblings }: Decided,
  ticket: CommandTicket,
): Answering {
  const approval = answer.data;
  const { by } = ticket;
  const fact = { type: 'sibling_answered', approval, place, message, by, siblings } as const;
  const cells = [...context.liveSessions.cells()].filter(({ session }) =>
    session.asks.some((ask) => siblings.includes(ask.approval.id)),
  );
  await Promise.all(cells.map((cell) => cell.report(fact)));
  await judgeAgain(context, approval.session_id, by);
  return endCommand(context, ticket, ok(answer));
}

function answeredAlready({ id, status, answered_by }: ApprovalView): Problem {
  const who = answered_by === null ? '' : ` by ${answered_by}`;
  return problem('answered', `approval ${id} was already ${status}${who}`, 'try: fairlead approvals');
}
