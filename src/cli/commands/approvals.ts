import { printableLine } from '../../base/printable.ts';
import type { ApprovalView } from '../../contract/approval.ts';
import type { Review } from '../../contract/review.ts';
import type { SessionView } from '../../contract/session.ts';
import { age } from '../age.ts';
import type { CommandSpec } from '../command-spec.ts';
import { painter, type Paint } from '../paint.ts';
import { fitLine } from '../text/fit-line.ts';

export const approvals: CommandSpec = {
  name: 'approvals',
  summary: 'List pending approvals',
  configure: (command) => command.option('--all', 'include answered approvals'),
  async run({ output, client }, _args, options) {
    const daemon = await client();
    const found = await daemon.approvals({ all: options['all'] === true });
    const paint = painter(output.lively);
    const ids = output.json ? [] : [...new Set(found.map(({ session_id }) => session_id))];
    const asking = new Map(await Promise.all(ids.map(async (id) => [id, await daemon.session(id)] as const)));
    output.data('approvals', found, () =>
      found.map((approval) => approvalText(approval, asking.get(approval.session_id), paint)).join('\n'),
    );
    if (found.length === 0) output.note('no pending approvals');
    else output.note('answer: fairlead approve ID · fairlead deny ID --message TEXT');
  },
};

function approvalText(approval: ApprovalView, session: SessionView | undefined, paint: Paint): string {
  const { id, session_id, tool, shown, reason, asked_at, status, answered_by, review, cwd } = approval;
  const state =
    status === 'pending'
      ? age(asked_at, Date.now())
      : `${status}${answered_by ? ` by ${printableLine(answered_by)}` : ''}`;
  const head = `${paint(id, 'strong')}  ${session_id}  ${paint(`${printableLine(tool)}: ${fitLine(shown, 300)}`, 'attention')}  ${state}`;
  const said = review ? [fitLine(reviewText(review), 300)] : [];
  const who = session ? `${session.name} (${session.agent}) in ${cwd}` : `in ${cwd}`;
  const lines = [fitLine(who, 300), fitLine(reason, 200), ...said, ...wouldAdd(approval)];
  return [head, ...lines.map((line) => `    ${paint(line, 'quiet')}`)].join('\n');
}

/** Shown in full, because `--always` adds all of it. */
function wouldAdd({ always, never = null }: ApprovalView): string[] {
  const said = (what: string, rules: string[]) =>
    fitLine(`${what} --always would add: ${rules.join(' · ')}`, 12_000);
  if (always && never?.join('\n') === always.join('\n')) return [said('approve or deny with', always)];
  return [...(always ? [said('approve with', always)] : []), ...(never ? [said('deny with', never)] : [])];
}

function reviewText({ by, state, reason }: Review): string {
  switch (state) {
    case 'under_way':
      return `the reviewer ${by} is asked`;
    case 'answered':
      return `the reviewer ${by}: ${reason}`;
    case 'handed_over':
      return `the reviewer ${by} leaves it to you: ${reason}`;
  }
}
