import { answerText } from '../answer-text.ts';
import type { CommandSpec } from '../command-spec.ts';

export const rollback: CommandSpec = {
  name: 'rollback',
  summary: 'Revert a merge, or one unit (RUN/UNIT), by a new commit',
  arguments: '<ID>',
  async run({ output, client }, [id]) {
    const answer = await (await client()).command({ type: 'rollback', target: id ?? '' });
    output.data(answer.type, answer.data, () => `${answerText(answer)}  rolled back`);
  },
};
