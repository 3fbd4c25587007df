import { readFileSync } from 'node:fs';
import type { CommandOf } from '../../contract/command.ts';
import { answerText } from '../answer-text.ts';
import type { CommandSpec } from '../command-spec.ts';
import { UsageError } from '../context.ts';

export const approve: CommandSpec = {
  name: 'approve',
  summary: 'allow what a session asks for; answer what a unit of a run asks, RUN/UNIT',
  arguments: '<id>',
  configure: (command) =>
    command
      .option('--session', 'and the same call for the rest of this session')
      .option('--run', 'and the same call for the rest of this run')
      .option('--repository', 'and the same call in all sessions of this repository')
      .option('--always', 'and the same call in all sessions from now on')
      .option('--message <text>', 'what was decided, for the agent to read; where a unit asked')
      .option('--input <json>', 'run the call with this input instead; @FILE reads it from a file'),
  async run({ output, client }, [id], options) {
    const { input, message } = options as { input?: string; message?: string };
    const scopes = (['session', 'run', 'repository', 'always'] as const).filter(
      (scope) => options[scope] === true,
    );
    if (scopes.length > 1)
      throw new UsageError('--session, --run, --repository and --always exclude each other', 'choose one');
    const [scope] = scopes;
    const command: CommandOf<'approve'> = {
      type: 'approve',
      approval: id ?? '',
      ...(scope && { scope }),
      ...(message !== undefined && { message }),
      ...(input !== undefined && { input: readInput(input) }),
    };
    const answer = await (await client()).command(command);
    output.data(answer.type, answer.data, () => answerText(answer));
    if (scope && answer.type === 'approval')
      output.note(`allowed from now on (${scope}): ${(answer.data.always ?? []).join(' · ')}`);
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
