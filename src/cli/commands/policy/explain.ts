import type { CommandOf } from '../../../contract/command.ts';
import type { Level } from '../../../contract/session.ts';
import type { Decision, Verdict } from '../../../contract/verdict.ts';
import type { CommandSpec } from '../../command-spec.ts';
import { Exit, UsageError } from '../../context.ts';
import { policyOption } from '../../options.ts';
import { painter, type Paint, type Tone } from '../../paint.ts';
import { repoOf, withRepo } from './policy-place.ts';
import { fitLine } from '../../text/fit-line.ts';
import { padRight } from '../../text/columns.ts';

const statuses: Record<Decision, number> = { allow: 0, ask: 3, deny: 5 };
const tones: Record<Decision, Tone> = { allow: 'good', ask: 'attention', deny: 'bad' };

export const explain: CommandSpec = {
  name: 'explain',
  summary: 'Show the verdict on a call and the rule that decides',
  arguments: '<TOOL> [INPUT]',
  configure: (command) => withRepo(command).addOption(policyOption('policy level to assume')),
  async run(call, [tool = '', input], options) {
    const { policy: level } = options as { policy?: Level };
    if (input === undefined && /\s/.test(tool))
      throw new UsageError(
        `unknown tool: ${fitLine(tool, 100)}`,
        `name the tool first: fairlead policy explain Bash 'git status'`,
      );
    const repo = repoOf(call, options);
    const daemon = await call.client();
    const verdict = await daemon.ask('verdict', {
      type: 'explain',
      repo,
      cwd: repo,
      tool,
      input: inputOf(tool, input ?? ''),
      ...(level && { policy: level }),
    });
    const paint = painter(call.output.lively);
    call.output.data('verdict', verdict, () => verdictText(verdict, paint));
    const status = statuses[verdict.decision];
    if (status !== 0) throw new Exit(status);
  },
};

/** Tools with one main field, whose value may be given without JSON. */
const fields: Record<string, string> = {
  Bash: 'command',
  Read: 'file_path',
  Edit: 'file_path',
  Write: 'file_path',
  MultiEdit: 'file_path',
  NotebookEdit: 'notebook_path',
  Grep: 'path',
  Glob: 'path',
  LS: 'path',
  WebFetch: 'url',
  Agent: 'subagent_type',
  Task: 'subagent_type',
};

function inputOf(tool: string, text: string): CommandOf<'explain'>['input'] {
  const field = Object.hasOwn(fields, tool) ? fields[tool] : undefined;
  try {
    const parsed = JSON.parse(text === '' ? '{}' : text) as CommandOf<'explain'>['input'];
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch (error) {
    if (field === undefined)
      throw new UsageError(
        `input of ${tool} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
        `an object such as '{"key":"value"}'`,
      );
  }
  if (field === undefined)
    throw new UsageError(`input of ${tool} is not an object`, `an object such as '{"key":"value"}'`);
  return { [field]: text };
}

function verdictText({ decision, reason, rule, source, parts }: Verdict, paint: Paint): string {
  const by = rule === null ? source : `${rule} in ${source}`;
  const head = `${paint(decision, tones[decision])}  ${fitLine(reason, 500)}\n    ${paint(fitLine(by, 300), 'quiet')}`;
  const lines = parts.map(
    (part) =>
      `  ${paint(padRight(part.decision, 5), tones[part.decision])}  ${fitLine(part.text, 120)}\n         ${paint(fitLine(part.reason, 300), 'quiet')}`,
  );
  return [head, ...lines].join('\n');
}
