import type { CommandSpec } from '../command-spec.ts';
import { answerText } from '../answer-text.ts';

export const resume: CommandSpec = {
  name: 'resume',
  summary: 'let a paused session go on, or a run that was paused or stopped',
  arguments: '<id>',
  async run({ output, client }, [id]) {
    const answer = await (await client()).command({ type: 'resume', session: id ?? '' });
    output.data(answer.type, answer.data, () => answerText(answer));
  },
};
