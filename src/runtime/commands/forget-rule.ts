import { ok } from '../../base/result.ts';
import type { AnswerOf } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import { ruleToForget } from '../policy/rules.ts';
import type { CommandEntry } from './entry.ts';
import type { Answering, CommandTicket } from '../machine/command-ticket.ts';
import type { CommandContext } from './context.ts';
import { findSession } from './find-target.ts';
import { judgeAgain } from './judge-again.ts';
import { endCommand } from './steps.ts';

interface Decided {
  answer: AnswerOf<'rule'>;
  /** The session that added the rule. */
  session: string;
}

export function forgetRule(context: CommandContext): CommandEntry<CommandOf<'forget_rule'>> {
  return {
    async run(command, ticket) {
      const found = await ruleToForget(context.deps, command);
      if (!found.ok) return found;
      const { rule, view } = found.value;
      const cell = await findSession(context, rule.session_id);
      if (!cell.ok) return cell;
      const decided: Decided = { answer: { type: 'rule', data: view }, session: cell.value.id };
      const accepted = await cell.value.command(
        { type: 'forget_rule', repo: command.repo, rule: rule.id },
        ticket.by,
        () => ({ accepted: [ticket.pending(null, decided)] }),
      );
      return accepted.ok ? applyElsewhere(decided, ticket) : accepted;
    },
    resume: (decided, ticket) => applyElsewhere(decided as Decided, ticket),
  };

  async function applyElsewhere({ answer, session }: Decided, ticket: CommandTicket): Answering {
    await judgeAgain(context, session, ticket.by);
    return endCommand(context, ticket, ok(answer));
  }
}
