import { readFileSync } from 'node:fs';
import type { CommandOf } from '../../contract/command.ts';
import { addedText, answerText } from '../answer-text.ts';
import type { CommandSpec } from '../command-spec.ts';
import { UsageError } from '../context.ts';
import { readRuleOptions, withRuleOptions } from '../rule-options.ts';

export const approve: CommandSpec = {
  name: 'approve',
  summary: 'Approve a pending call, or answer a unit (RUN/UNIT)',
  arguments: '<ID>',
  configure: (command) =>
    withRuleOptions(command, 'also allow this call')
      .option('--message <TEXT>', 'message for the agent (with RUN/UNIT)')
      .option('--input <JSON>', 'input to run instead (JSON, or @FILE)'),
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
      `--input is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      `pass an object, for example '{"command":"npm test"}'`,
    );
  }
}
