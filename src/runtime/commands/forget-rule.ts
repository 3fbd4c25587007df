import { ok } from '../../base/result.ts';
import type { AnswerOf } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import { ruleToForget } from '../policy/rules.ts';
import type { CommandEntry } from './entry.ts';
import type { Answering, Asked } from '../machine/asked.ts';
import type { CommandContext } from './context.ts';
import { findSession } from './find-target.ts';
import { judgeAgain } from './judge-again.ts';
import { endCommand } from './steps.ts';

interface Decided {
  answer: AnswerOf<'rule'>;
  /** Where the rule came from. */
  session: string;
}

export function forgetRule(context: CommandContext): CommandEntry<CommandOf<'forget_rule'>> {
  return {
    async run(command, asked) {
      const found = await ruleToForget(context.deps, command);
      if (!found.ok) return found;
      const { rule, view } = found.value;
      const cell = await findSession(context, rule.session_id);
      if (!cell.ok) return cell;
      const decided: Decided = { answer: { type: 'rule', data: view }, session: cell.value.id };
      const accepted = await cell.value.command(
        { type: 'forget_rule', repo: command.repo, rule: rule.id },
        asked.by,
        () => ({ accepted: [asked.pending(null, decided)] }),
      );
      return accepted.ok ? spread(decided, asked) : accepted;
    },
    resume: (decided, asked) => spread(decided as Decided, asked),
  };

  async function spread({ answer, session }: Decided, asked: Asked): Answering {
    await judgeAgain(context, session, asked.by);
    return endCommand(context, asked, ok(answer));
  }
}
