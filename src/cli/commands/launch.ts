import type { CommandSpec } from '../command-spec.ts';
import { answerText } from '../answer-text.ts';

export const launch: CommandSpec = {
  name: 'launch',
  summary: 'Start a waiting session now, ignoring limits',
  arguments: '<ID>',
  async run({ output, client }, [id]) {
    const answer = await (await client()).command({ type: 'launch', session: id ?? '' });
    output.data(answer.type, answer.data, () => answerText(answer));
  },
};
