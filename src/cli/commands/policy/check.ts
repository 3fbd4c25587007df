import type { RuleProblem } from '../../../contract/answer.ts';
import type { CommandSpec } from '../../command-spec.ts';
import { Exit } from '../../context.ts';
import { painter, type Paint } from '../../paint.ts';
import { placeText } from '../../rule-text.ts';
import { repoOf, withRepo } from './policy-place.ts';
import { fitLine } from '../../text/fit-line.ts';

export const check: CommandSpec = {
  name: 'check',
  summary: 'Find rules that can never match',
  configure: withRepo,
  async run(call, _args, options) {
    const { output } = call;
    const daemon = await call.client();
    const found = await daemon.ask('problems', { type: 'check_policy', repo: repoOf(call, options) });
    const paint = painter(output.lively);
    output.data('problems', found, () => found.map((problem) => problemText(problem, paint)).join('\n'));
    if (found.length > 0) throw new Exit(1);
    output.note('every rule can match');
  },
};

function problemText({ rule, decision, source, line, id, message }: RuleProblem, paint: Paint): string {
  const what = rule === null ? 'a file' : `${decision} ${rule}`;
  return `${paint(fitLine(what, 200), 'strong')}  ${fitLine(message, 300)}\n    ${paint(placeText({ source, line, id }), 'quiet')}`;
}
