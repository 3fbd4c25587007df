import type { CommandSpec } from '../command-spec.ts';
import { Exit } from '../context.ts';
import { fitLine } from '../text/fit-line.ts';

/**
 * Claude Code runs this before each tool call. It never exits with 2, which would block the call: any failure is one
 * line and status 1, and Claude Code applies its own rules (measured; see hook-command.ts).
 */
export const hook: CommandSpec = {
  name: 'hook',
  summary: 'Answer a PreToolUse hook of Claude Code (for programs)',
  hidden: true,
  async run({ context, client }) {
    // The session's own policy already decides there, with its level and rules.
    if (context.env['FAIRLEAD_SESSION']) return;
    try {
      const call = await context.hooks.call();
      if (call === null) return;
      const verdict = await (await client()).ask('verdict', { type: 'judge', ...call });
      context.stdout.write(await context.hooks.answer(verdict));
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      context.stderr.write(`fairlead: no verdict on this call: ${fitLine(said, 500)}\n`);
      throw new Exit(1);
    }
  },
};
