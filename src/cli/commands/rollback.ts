import { answerText } from '../answer-text.ts';
import type { CommandSpec } from '../command-spec.ts';

export const rollback: CommandSpec = {
  name: 'rollback',
  summary:
    'take out again what a session or a run merged, by a commit on top; or the work of one unit of a run, RUN/UNIT',
  arguments: '<id>',
  async run({ output, client }, [id]) {
    const answer = await (await client()).command({ type: 'rollback', session: id ?? '' });
    output.data(answer.type, answer.data, () => `${answerText(answer)}  rolled back`);
  },
};
