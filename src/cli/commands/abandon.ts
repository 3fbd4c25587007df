import type { CommandSpec } from '../command-spec.ts';
import { answerText } from '../answer-text.ts';

export const abandon: CommandSpec = {
  name: 'abandon',
  summary:
    'give up what a session or a run did: its work is kept under an archive tag, its workspace or integration branch is removed',
  arguments: '<id>',
  async run({ output, client }, [id]) {
    const answer = await (await client()).command({ type: 'abandon', session: id ?? '' });
    output.data(answer.type, answer.data, () => `${answerText(answer)}  abandoned`);
  },
};
