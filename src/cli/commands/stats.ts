import type { CommandSpec } from '../command-spec.ts';

export const stats: CommandSpec = {
  name: 'stats',
  summary: 'Show totals over all sessions',
  async run({ output, client }) {
    const found = await (await client()).stats();
    const { sessions } = found;
    output.data('stats', found, () =>
      [
        `Sessions   ${sessions.running} running · ${sessions.completed} completed · ${sessions.failed} failed · ${sessions.stopped} stopped`,
        `Tool calls ${found.tool_calls} · approvals ${found.approvals} · denials ${found.denials}`,
        `Tokens     ${found.input_tokens} in · ${found.output_tokens} out`,
        `Cost       $${found.cost_usd.toFixed(2)}`,
      ].join('\n'),
    );
  },
};
