import type { CommandSpec } from '../command-spec.ts';
import { answerText } from '../answer-text.ts';

export const resume: CommandSpec = {
  name: 'resume',
  summary: 'Resume a paused session, or a paused or stopped run',
  arguments: '<ID>',
  async run({ output, client }, [id]) {
    const answer = await (await client()).command({ type: 'resume', target: id ?? '' });
    output.data(answer.type, answer.data, () => answerText(answer));
  },
};
