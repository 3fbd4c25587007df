import type { CommandSpec } from '../command-spec.ts';
import { answerText } from '../answer-text.ts';

export const pause: CommandSpec = {
  name: 'pause',
  summary: 'Pause a session after its turn, or a run',
  arguments: '<ID>',
  configure: (command) => command.option('--now', 'cancel current turns instead of waiting for them'),
  async run({ output, client }, [id], options) {
    const answer = await (
      await client()
    ).command({
      type: 'pause',
      target: id ?? '',
      ...(options['now'] === true && { now: true }),
    });
    output.data(answer.type, answer.data, () => answerText(answer));
  },
};
