import type { CommandSpec } from '../command-spec.ts';
import { answerText } from '../answer-text.ts';

export const pause: CommandSpec = {
  name: 'pause',
  summary: 'hold a session between turns; let a run start no new units',
  arguments: '<id>',
  configure: (command) => command.option('--now', "break off the turns of a run's units"),
  async run({ output, client }, [id], options) {
    const answer = await (
      await client()
    ).command({
      type: 'pause',
      session: id ?? '',
      ...(options['now'] === true && { now: true }),
    });
    output.data(answer.type, answer.data, () => answerText(answer));
  },
};
