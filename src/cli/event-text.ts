import { printable, printableLine } from '../base/printable.ts';
import type { Event } from '../contract/event.ts';
import type { Paint } from './paint.ts';
import { skippedTimeText } from './skipped-time-text.ts';
import { waitingText } from './waiting-text.ts';

/** Formats an event for people; empty if there is nothing to show. */
export function eventText(event: Event, paint: Paint): string {
  // The compiler cannot see that an entry found by a key accepts an event with this key.
  const entry = texts[event.kind] as ((event: Event, paint: Paint) => string) | undefined;
  return entry?.(event, paint) ?? '';
}

/** Kinds without an entry show nothing. */
const texts: { [K in Event['kind']]?: (event: Extract<Event, { kind: K }>, paint: Paint) => string } = {
  'agent.text': (event) => printable(event.data.text).trimEnd(),
  'agent.thinking': (event, paint) => paint(indent(printable(event.data.text).trimEnd(), '  ~ '), 'quiet'),
  'turn.started': (event, paint) =>
    event.data.text === null ? '' : paint(`> ${printableLine(event.data.text, 300)}`, 'strong'),
  'tool.called': (event, paint) =>
    paint(`  ${printableLine(event.data.tool)}: ${printableLine(event.data.title, 200)}`, 'busy'),
  'tool.finished': (event, paint) => {
    const output = printable(event.data.output).trimEnd();
    const shown = output === '' ? '' : `\n${indent(lastLines(output, 8), '    ')}`;
    return paint(`  ${event.data.passed ? 'done' : 'failed'}${shown}`, event.data.passed ? 'quiet' : 'bad');
  },
  'policy.decided': verdictText,
  'call.judged': verdictText,
  'policy.unasked': (event, paint) => {
    const { tool, title, verdict } = event.data;
    return paint(
      `! called without asking: ${printableLine(tool)} ${printableLine(title, 120)} (${printableLine(verdict.reason)})`,
      'bad',
    );
  },
  'process.guarded': (event, paint) => (event.data.sandbox ? paint('  in the sandbox', 'quiet') : ''),
  'approval.asked': (event, paint) => {
    const { id, tool, shown, question } = event.data.approval;
    const what = question ? 'asks a question' : 'needs approval';
    return paint(
      `? ${what}: ${printableLine(tool)} ${printableLine(shown, 300)}\n  fairlead approve ${id} · fairlead deny ${id}`,
      'attention',
    );
  },
  'approval.answered': (event, paint) =>
    paint(`  ${event.data.status} by ${printableLine(event.data.by)}`, 'attention'),
  'rule.added': (event, paint) => {
    const { decision, rule, scope, id } = event.data;
    const reach = scope === 'user' ? 'everywhere' : `in this ${scope}`;
    return paint(`  from now on, ${reach}: ${decision} ${printableLine(rule, 300)} (${id})`, 'attention');
  },
  'rule.forgotten': (event, paint) =>
    paint(`  rule ${event.data.id} taken back by ${printableLine(event.data.by)}`, 'attention'),
  'review.ended': (event, paint) => {
    const { by, answer } = event.data;
    return paint(
      `  reviewer ${printableLine(by)}: ${answer.decision}, ${printableLine(answer.reason, 300)}`,
      answer.decision === 'unsure' || answer.decision === 'failed' ? 'attention' : 'quiet',
    );
  },
  'approval.withdrawn': (event, paint) =>
    paint(`  no longer asked: ${printableLine(event.data.why)}`, 'quiet'),
  'agent.notice': (event, paint) =>
    paint(
      `  ${event.data.level}: ${printableLine(event.data.text, 400)}`,
      event.data.level === 'info' ? 'quiet' : 'attention',
    ),
  'agent.retrying': (event, paint) =>
    paint(
      `  tries again in ${Math.round(event.data.wait_ms / 1_000)} s (${event.data.attempt}): ${printableLine(event.data.error)}`,
      'attention',
    ),
  'gate.finished': (event, paint) =>
    paint(
      `  gate ${printableLine(event.data.command)}: ${event.data.passed ? 'passed' : 'failed'} (${event.data.duration_s.toFixed(1)} s)${event.data.passed ? '' : `\n${indent(lastLines(printable(event.data.output).trimEnd(), 15), '    ')}`}`,
      event.data.passed ? 'good' : 'bad',
    ),
  'workspace.prepared': (event, paint) =>
    paint(
      `  workspace ${printableLine(event.data.workspace.path)}${event.data.workspace.branch ? ` on ${event.data.workspace.branch}` : ''}`,
      'quiet',
    ),
  'turn.ended': (event, paint) =>
    event.data.result === 'completed'
      ? ''
      : paint(`  turn ${event.data.result}: ${printableLine(event.data.reason ?? '')}`, 'attention'),
  'turn.interrupt_failed': (event, paint) =>
    paint(`  did not stop its turn within ${event.data.after_s} s`, 'bad'),
  'time.skipped': (event, paint) => paint(`  ${skippedTimeText(event.data.seconds)}`, 'quiet'),
  'session.waiting': (event, paint) => paint(`  waits: ${printableLine(waitingText(event.data))}`, 'quiet'),
  'session.admitted': (event, paint) =>
    event.data.by === undefined ? '' : paint(`  launched by ${printableLine(event.data.by)}`, 'attention'),
  'session.limited': (event, paint) => {
    const { account, until, reason } = event.data;
    const waits = waitingText({ kind: 'limit', text: `usage limit of ${account}`, until });
    return paint(`  ${printableLine(waits)} (${printableLine(reason, 200)})`, 'attention');
  },
  'limit.lifted': (event, paint) =>
    paint(`  usage limit lifted by ${printableLine(event.data.by)}`, 'attention'),
  'unchanged.asked': (_event, paint) => paint('  changed nothing: asked why', 'attention'),
  'session.sent_on': (event, paint) => paint(`  sent on: ${printableLine(event.data.why)}`, 'attention'),
  'guard.tripped': (event, paint) =>
    paint(
      `! ${event.data.where}: ${printableLine(event.data.what)}: ${printableLine(event.data.detail)}`,
      'bad',
    ),
  'command.refused': (event, paint) =>
    paint(`  refused: \`${event.data.command}\` from inside this session`, 'bad'),
  'journal.skipped': (event, paint) =>
    paint(`  ${event.data.lines} unreadable line(s) left out: ${event.data.why}`, 'attention'),
  'session.merged': (event, paint) =>
    paint(`  merged into ${event.data.into} as ${event.data.commit.slice(0, 12)}`, 'good'),
  'session.rolled_back': (event, paint) =>
    paint(
      `  reverted on ${event.data.into} by ${event.data.commit.slice(0, 12)}, by ${printableLine(event.data.by)}`,
      'attention',
    ),
  'upkeep.failed': (event, paint) =>
    paint(`  ${event.data.task} failed: ${printableLine(event.data.problem.message)}`, 'bad'),
  'session.ended': (event, paint) => {
    const { outcome } = event.data;
    if (outcome.kind === 'completed') {
      const { unchanged } = outcome.evidence;
      return paint(
        unchanged === undefined ? 'completed' : `completed, no changes: ${printableLine(unchanged)}`,
        'good',
      );
    }
    const reason =
      outcome.kind === 'failed'
        ? outcome.reason
        : outcome.kind === 'stopped'
          ? `by ${outcome.by}`
          : outcome.why;
    return paint(`${outcome.kind}: ${printableLine(reason)}`, 'bad');
  },
};

function verdictText(
  event: Extract<Event, { kind: 'policy.decided' | 'call.judged' }>,
  paint: Paint,
): string {
  const { verdict, title, tool } = event.data;
  // In a session, the approval itself is shown.
  if (verdict.decision === 'ask' && event.kind === 'policy.decided') return '';
  const tone = verdict.decision === 'deny' ? 'bad' : 'quiet';
  return paint(
    `  ${verdict.decision}: ${printableLine(tool)} ${printableLine(title, 120)} (${printableLine(verdict.reason)})`,
    tone,
  );
}

function indent(text: string, by: string): string {
  return text.replaceAll(/^/gm, by);
}

function lastLines(text: string, count: number): string {
  const lines = text.split('\n');
  return lines.length <= count ? text : ['…', ...lines.slice(-count)].join('\n');
}
