import { printable, printableLine } from '../base/printable.ts';
import type { Event } from '../contract/event.ts';
import type { Paint } from './paint.ts';
import { skippedTimeText } from './skipped-time-text.ts';
import { waitingText } from './waiting-text.ts';
import { marked, markOf } from './text/marks.ts';
import { fitLine } from './text/fit-line.ts';

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
    event.data.text === null ? '' : paint(`> ${fitLine(event.data.text, 300)}`, 'strong'),
  'tool.called': (event, paint) =>
    paint(`  ${printableLine(event.data.tool)}: ${fitLine(event.data.title, 200)}`, 'busy'),
  'tool.finished': (event, paint) => {
    const output = printable(event.data.output).trimEnd();
    const shown = output === '' ? '' : `\n${indent(lastLines(output, 8), '    ')}`;
    return event.data.passed
      ? paint(`  done${shown}`, 'quiet')
      : `  ${marked('failed', `failed${shown}`, paint)}`;
  },
  'policy.decided': verdictText,
  'call.judged': verdictText,
  'policy.unasked': (event, paint) => {
    const { tool, title, verdict } = event.data;
    return paint(
      `${markOf('warning').sign} called without asking: ${printableLine(tool)} ${fitLine(title, 120)} (${printableLine(verdict.reason)})`,
      'bad',
    );
  },
  'process.guarded': (event, paint) => (event.data.sandbox ? paint('  in the sandbox', 'quiet') : ''),
  'approval.asked': (event, paint) => {
    const { id, tool, shown, question } = event.data.approval;
    const what = question ? 'asks a question' : 'needs approval';
    return marked(
      'needs_person',
      `${what}: ${printableLine(tool)} ${fitLine(shown, 300)}\n  fairlead approve ${id} · fairlead deny ${id}`,
      paint,
    );
  },
  'approval.answered': (event, paint) =>
    paint(`  ${event.data.status} by ${printableLine(event.data.by)}`, 'attention'),
  'rule.added': (event, paint) => {
    const { decision, rule, scope, id } = event.data;
    const reach = scope === 'user' ? 'everywhere' : `in this ${scope}`;
    return paint(`  from now on, ${reach}: ${decision} ${fitLine(rule, 300)} (${id})`, 'attention');
  },
  'rule.forgotten': (event, paint) =>
    paint(`  rule ${event.data.id} taken back by ${printableLine(event.data.by)}`, 'attention'),
  'review.ended': (event, paint) => {
    const { by, answer } = event.data;
    return paint(
      `  reviewer ${printableLine(by)}: ${answer.decision}, ${fitLine(answer.reason, 300)}`,
      answer.decision === 'unsure' || answer.decision === 'failed' ? 'attention' : 'quiet',
    );
  },
  'approval.withdrawn': (event, paint) =>
    paint(`  no longer asked: ${printableLine(event.data.why)}`, 'quiet'),
  'agent.notice': (event, paint) =>
    paint(
      `  ${event.data.level}: ${fitLine(event.data.text, 400)}`,
      event.data.level === 'info' ? 'quiet' : 'attention',
    ),
  'agent.retrying': (event, paint) =>
    paint(
      `  tries again in ${Math.round(event.data.wait_ms / 1_000)} s (${event.data.attempt}): ${printableLine(event.data.error)}`,
      'attention',
    ),
  'gate.finished': (event, paint) => {
    const { command, passed, duration_s, output } = event.data;
    const words = `gate ${printableLine(command)}: ${passed ? 'passed' : 'failed'} (${duration_s.toFixed(1)} s)`;
    const shown = passed ? '' : `\n${indent(lastLines(printable(output).trimEnd(), 15), '    ')}`;
    return `  ${marked(passed ? 'ok' : 'failed', `${words}${shown}`, paint)}`;
  },
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
    return paint(`  ${printableLine(waits)} (${fitLine(reason, 200)})`, 'attention');
  },
  'limit.lifted': (event, paint) =>
    paint(`  usage limit lifted by ${printableLine(event.data.by)}`, 'attention'),
  'unchanged.asked': (_event, paint) => paint('  changed nothing: asked why', 'attention'),
  'session.sent_on': (event, paint) => paint(`  sent on: ${printableLine(event.data.why)}`, 'attention'),
  'guard.tripped': (event, paint) =>
    paint(
      `${markOf('warning').sign} ${event.data.where}: ${printableLine(event.data.what)}: ${printableLine(event.data.detail)}`,
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
    `  ${marked('failed', `${event.data.task} failed: ${printableLine(event.data.problem.message)}`, paint)}`,
  'session.ended': (event, paint) => {
    const { outcome } = event.data;
    if (outcome.kind === 'completed') {
      const { unchanged } = outcome.evidence;
      return marked(
        'completed',
        unchanged === undefined ? 'completed' : `completed, no changes: ${printableLine(unchanged)}`,
        paint,
      );
    }
    const reason =
      outcome.kind === 'failed'
        ? outcome.reason
        : outcome.kind === 'stopped'
          ? `by ${outcome.by}`
          : outcome.why;
    return marked('failed', `${outcome.kind}: ${printableLine(reason)}`, paint);
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
    `  ${verdict.decision}: ${printableLine(tool)} ${fitLine(title, 120)} (${printableLine(verdict.reason)})`,
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
