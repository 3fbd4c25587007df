import { addedText, answerText } from '../answer-text.ts';
import type { CommandSpec } from '../command-spec.ts';
import { readRuleOptions, withRuleOptions } from '../rule-options.ts';

export const deny: CommandSpec = {
  name: 'deny',
  summary: 'refuse what a session asks for; the agent goes on and may be told why',
  arguments: '<id>',
  configure: (command) =>
    withRuleOptions(command, 'and never the same call').option('--message <text>', 'what the agent is told'),
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
