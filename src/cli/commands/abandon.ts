import type { CommandSpec } from '../command-spec.ts';
import { answerText } from '../answer-text.ts';

export const abandon: CommandSpec = {
  name: 'abandon',
  summary: 'Archive the work of a session or run, and clean up',
  arguments: '<ID>',
  async run({ output, client }, [id]) {
    const answer = await (await client()).command({ type: 'abandon', target: id ?? '' });
    output.data(answer.type, answer.data, () => `${answerText(answer)}  abandoned`);
  },
};
