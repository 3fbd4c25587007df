import type { CommandSpec } from '../../command-spec.ts';
import { painter } from '../../paint.ts';
import { ruleText } from '../../rule-text.ts';
import { repoOf, withRepo } from './policy-place.ts';

export const rules: CommandSpec = {
  name: 'rules',
  summary: 'List all rules and their sources',
  configure: withRepo,
  async run(call, _args, options) {
    const { output } = call;
    const daemon = await call.client();
    const found = await daemon.ask('rules', { type: 'list_rules', repo: repoOf(call, options) });
    const paint = painter(output.lively);
    output.data('rules', found, () => found.map((rule) => ruleText(rule, paint)).join('\n'));
    if (found.length === 0) output.note('no rules; the level and the built-in protection decide');
  },
};
