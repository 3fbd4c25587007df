import type { CommandSpec } from '../../command-spec.ts';
import { repoOf, withRepo } from './policy-place.ts';
import { fitLine } from '../../text/fit-line.ts';

export const forget: CommandSpec = {
  name: 'forget',
  summary: 'Remove a rule that an answer added',
  arguments: '<RULE-ID>',
  configure: withRepo,
  async run(call, [id = ''], options) {
    const daemon = await call.client();
    const rule = await daemon.ask('rule', { type: 'forget_rule', repo: repoOf(call, options), rule: id });
    call.output.data('rule', rule, () => `${rule.id}  removed: ${rule.decision} ${fitLine(rule.rule, 300)}`);
  },
};
