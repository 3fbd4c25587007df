import { resolve } from 'node:path';
import type { CommandSpec } from '../command-spec.ts';
import { Exit, type Finding } from '../context.ts';
import { painter, type Tone } from '../paint.ts';

const marks: Record<Finding['state'], { mark: string; tone: Tone }> = {
  ok: { mark: '✓', tone: 'good' },
  absent: { mark: '·', tone: 'quiet' },
  warning: { mark: '!', tone: 'attention' },
  failed: { mark: '✕', tone: 'bad' },
};

export const doctor: CommandSpec = {
  name: 'doctor',
  summary: 'Check this machine, and say how to fix problems',
  configure: (command) => command.option('--repo <DIR>', 'repository (default: current directory)'),
  async run({ context, output }, _args, options) {
    const { repo = '.' } = options as { repo?: string };
    const findings = await context.doctor(resolve(context.cwd, repo));
    const paint = painter(output.lively);
    output.data('doctor', findings, () =>
      findings
        .map(({ name, state, detail, next }) => {
          const { mark, tone } = marks[state];
          return `${paint(mark, tone)} ${name.padEnd(14)} ${detail}${next ? `\n  ${' '.repeat(14)} ${paint(next, 'quiet')}` : ''}`;
        })
        .join('\n'),
    );
    if (findings.some(({ state }) => state === 'failed')) throw new Exit(78);
  },
};
