import { resolve } from 'node:path';
import type { CommandSpec } from '../command-spec.ts';
import { Exit } from '../context.ts';
import { painter } from '../paint.ts';
import { padRight, widestOf } from '../text/columns.ts';
import { markOf } from '../text/marks.ts';

export const doctor: CommandSpec = {
  name: 'doctor',
  summary: 'Check this machine, and say how to fix problems',
  configure: (command) => command.option('--repo <DIR>', 'repository (default: current directory)'),
  async run({ context, output }, _args, options) {
    const { repo = '.' } = options as { repo?: string };
    const findings = await context.doctor(resolve(context.cwd, repo));
    const paint = painter(output.lively);
    const width = widestOf(
      findings.map(({ name }) => name),
      40,
    );
    output.data('doctor', findings, () =>
      findings
        .map(({ name, state, detail, next }) => {
          const { sign, tone } = markOf(state);
          return `${paint(sign, tone)} ${padRight(name, width)} ${detail}${next ? `\n  ${' '.repeat(width)} ${paint(next, 'quiet')}` : ''}`;
        })
        .join('\n'),
    );
    if (findings.some(({ state }) => state === 'failed')) throw new Exit(78);
  },
};
