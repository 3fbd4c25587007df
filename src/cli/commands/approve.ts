import { readFileSync } from 'node:fs';
import type { CommandOf } from '../../contract/command.ts';
import { addedText, answerText } from '../answer-text.ts';
import type { CommandSpec } from '../command-spec.ts';
import { UsageError } from '../context.ts';
import { readRuleOptions, withRuleOptions } from '../rule-options.ts';

export const approve: CommandSpec = {
  name: 'approve',
  summary: 'allow what a session asks for; answer what a unit of a run asks, RUN/UNIT',
  arguments: '<id>',
  configure: (command) =>
    withRuleOptions(command, 'and the same call')
      .option('--message <text>', 'what was decided, for the agent to read; where a unit asked')
      .option('--input <json>', 'run the call with this input instead; @FILE reads it from a file'),
  async run({ output, client }, [id], options) {
    const { input, message } = options as { input?: string; message?: string };
    const command: CommandOf<'approve'> = {
      type: 'approve',
      approval: id ?? '',
      ...readRuleOptions(options),
      ...(message !== undefined && { message }),
      ...(input !== undefined && { input: readInput(input) }),
    };
    const answer = await (await client()).command(command);
    output.data(answer.type, answer.data, () => answerText(answer));
    if (answer.type === 'approval') for (const line of addedText(answer.data, 'allow')) output.note(line);
  },
};

function readInput(text: string): CommandOf<'approve'>['input'] {
  try {
    return JSON.parse(
      text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text,
    ) as CommandOf<'approve'>['input'];
  } catch (error) {
    throw new UsageError(
      `the input is no JSON: ${error instanceof Error ? error.message : String(error)}`,
      `give an object such as '{"command":"npm test"}'`,
    );
  }
}
