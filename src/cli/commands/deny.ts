import { addedText, answerText } from '../answer-text.ts';
import type { CommandSpec } from '../command-spec.ts';
import { readRuleOptions, withRuleOptions } from '../rule-options.ts';

export const deny: CommandSpec = {
  name: 'deny',
  summary: 'Deny a pending call, or a question of a unit (RUN/UNIT)',
  arguments: '<ID>',
  configure: (command) =>
    withRuleOptions(command, 'also deny this call').option('--message <TEXT>', 'message for the agent'),
  async run({ output, client }, [id], options) {
    const { message } = options as { message?: string };
    const answer = await (
      await client()
    ).command({
      type: 'deny',
      approval: id ?? '',
      ...readRuleOptions(options),
      ...(message !== undefined && { message }),
    });
    output.data(answer.type, answer.data, () => answerText(answer));
    if (answer.type === 'approval') for (const line of addedText(answer.data, 'deny')) output.note(line);
  },
};
