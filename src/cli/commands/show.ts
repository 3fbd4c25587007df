import { printable, printableLine } from '../../base/printable.ts';
import type { SessionView } from '../../contract/session.ts';
import { age } from '../age.ts';
import type { CommandSpec } from '../command-spec.ts';
import { painter, type Paint } from '../paint.ts';
import { silenceShown, silenceText } from '../silence-text.ts';
import { unchangedText } from '../unchanged-text.ts';
import { waitingText } from '../waiting-text.ts';
import { counted } from '../../base/counted.ts';
import { padRight } from '../text/columns.ts';

export const show: CommandSpec = {
  name: 'show',
  summary: 'Show one session in detail',
  arguments: '<ID>',
  async run({ output, client }, [id]) {
    const session = await (await client()).session(id ?? '');
    output.data('session', session, () => sessionText(session, painter(output.lively)));
  },
};

const preflightText = {
  all: 'every call is judged before it is made',
  some: 'some calls are judged before they are made',
  none: 'no call is judged before it is made',
};

function guardText({ sandbox, preflight }: NonNullable<SessionView['guard']>): string {
  return `${preflightText[preflight]} · ${sandbox ? 'in the sandbox' : 'no sandbox'}`;
}

function sessionText(session: SessionView, paint: Paint): string {
  const { stats, workspace, outcome } = session;
  const evidence = outcome?.kind === 'completed' ? outcome.evidence : undefined;
  const rows: [string, string | null][] = [
    ['session', `${session.id}  ${printableLine(session.name)}`],
    ['status', `${session.status} (${session.phase})${session.restored ? ', restored' : ''}`],
    ['reason', session.reason && printableLine(session.reason)],
    ['waits', session.waiting ? printableLine(waitingText(session.waiting)) : null],
    ['needs', session.attention.join(', ') || null],
    ['model', silenceText(session, Date.now(), silenceShown)],
    ['task', printable(session.task).split('\n').join('\n           ')],
    [
      'agent',
      `${session.agent}${session.model ? ` · ${session.model}` : ''}${session.pid ? ` · pid ${session.pid}` : ''}`,
    ],
    ['policy', session.policy],
    ['guard', session.guard && guardText(session.guard)],
    ['repository', printableLine(session.repo)],
    [
      'workspace',
      workspace && printableLine(`${workspace.path}${workspace.branch ? ` on ${workspace.branch}` : ''}`),
    ],
    [
      'evidence',
      evidence
        ? unchangedText(session) !== undefined
          ? 'no changes'
          : `${counted(evidence.commits, 'commit')}, ${counted(evidence.files_changed, 'file')} changed`
        : null,
    ],
    ['unchanged', evidence?.unchanged === undefined ? null : printableLine(evidence.unchanged)],
    ['said', evidence?.statement ? printableLine(evidence.statement) : null],
    ['gates', evidence?.gates.map(({ command }) => `${printableLine(command)} passed`).join(', ') || null],
    [
      'times',
      `created ${session.created_at} · last activity ${age(session.last_activity_at, Date.now())} ago`,
    ],
    [
      'stats',
      `${counted(stats.turns, 'turn')} · ${counted(stats.tool_calls, 'tool call')} · ${counted(stats.approvals, 'approval')} · ${counted(stats.denials, 'denial')} · ${stats.input_tokens} + ${stats.output_tokens} tokens · $${stats.cost_usd.toFixed(4)}`,
    ],
  ];
  return rows
    .filter(([, value]) => value !== null)
    .map(([label, value]) => `${paint(padRight(label, 10), 'quiet')} ${value}`)
    .join('\n');
}
