import { printable, printableLine } from '../base/printable.ts';
import type { Event } from '../contract/event.ts';
import type { Paint } from './paint.ts';
import { skippedTimeText } from './skipped-time-text.ts';
import { waitingText } from './waiting-text.ts';

/** An event as people read it; empty where there is nothing to read. */
export function eventText(event: Event, paint: Paint): string {
  switch (event.kind) {
    case 'agent.text':
      return printable(event.data.text).trimEnd();
    case 'agent.thinking':
      return paint(indent(printable(event.data.text).trimEnd(), '  ~ '), 'quiet');
    case 'turn.started':
      return event.data.text === null ? '' : paint(`> ${printableLine(event.data.text, 300)}`, 'strong');
    case 'tool.called':
      return paint(`  ${printableLine(event.data.tool)}: ${printableLine(event.data.title, 200)}`, 'busy');
    case 'tool.finished': {
      const output = printable(event.data.output).trimEnd();
      const shown = output === '' ? '' : `\n${indent(lastLines(output, 8), '    ')}`;
      return paint(`  ${event.data.passed ? 'done' : 'failed'}${shown}`, event.data.passed ? 'quiet' : 'bad');
    }
    case 'policy.decided':
    case 'call.judged': {
      const { verdict, title, tool } = event.data;
      // In a session, what was asked says so by itself.
      if (verdict.decision === 'ask' && event.kind === 'policy.decided') return '';
      const tone = verdict.decision === 'deny' ? 'bad' : 'quiet';
      return paint(
        `  ${verdict.decision}: ${printableLine(tool)} ${printableLine(title, 120)} (${printableLine(verdict.reason)})`,
        tone,
      );
    }
    case 'policy.unasked': {
      const { tool, title, verdict } = event.data;
      return paint(
        `! called without asking: ${printableLine(tool)} ${printableLine(title, 120)} (${printableLine(verdict.reason)})`,
        'bad',
      );
    }
    case 'process.guarded':
      return event.data.sandbox ? paint('  in the sandbox', 'quiet') : '';
    case 'approval.asked': {
      const { id, tool, shown, question } = event.data.approval;
      const what = question ? 'asks a question' : 'needs approval';
      return paint(
        `? ${what}: ${printableLine(tool)} ${printableLine(shown, 300)}\n  fairlead approve ${id} · fairlead deny ${id}`,
        'attention',
      );
    }
    case 'approval.answered':
      return paint(`  ${event.data.status} by ${printableLine(event.data.by)}`, 'attention');
    case 'rule.added': {
      const { decision, rule, scope, id } = event.data;
      const reach = scope === 'user' ? 'everywhere' : `in this ${scope}`;
      return paint(`  from now on, ${reach}: ${decision} ${printableLine(rule, 300)} (${id})`, 'attention');
    }
    case 'rule.forgotten':
      return paint(`  rule ${event.data.id} taken back by ${printableLine(event.data.by)}`, 'attention');
    case 'review.ended': {
      const { by, answer } = event.data;
      return paint(
        `  reviewer ${printableLine(by)}: ${answer.decision}, ${printableLine(answer.reason, 300)}`,
        answer.decision === 'unsure' || answer.decision === 'failed' ? 'attention' : 'quiet',
      );
    }
    case 'approval.withdrawn':
      return paint(`  no longer asked: ${printableLine(event.data.why)}`, 'quiet');
    case 'agent.notice':
      return paint(
        `  ${event.data.level}: ${printableLine(event.data.text, 400)}`,
        event.data.level === 'info' ? 'quiet' : 'attention',
      );
    case 'agent.retrying':
      return paint(
        `  tries again in ${Math.round(event.data.wait_ms / 1_000)} s (${event.data.attempt}): ${printableLine(event.data.error)}`,
        'attention',
      );
    case 'gate.finished':
      return paint(
        `  gate ${printableLine(event.data.command)}: ${event.data.passed ? 'passed' : 'failed'} (${event.data.duration_s.toFixed(1)} s)${event.data.passed ? '' : `\n${indent(lastLines(printable(event.data.output).trimEnd(), 15), '    ')}`}`,
        event.data.passed ? 'good' : 'bad',
      );
    case 'workspace.prepared':
      return paint(
        `  workspace ${printableLine(event.data.workspace.path)}${event.data.workspace.branch ? ` on ${event.data.workspace.branch}` : ''}`,
        'quiet',
      );
    case 'turn.ended':
      return event.data.result === 'completed'
        ? ''
        : paint(`  turn ${event.data.result}: ${printableLine(event.data.reason ?? '')}`, 'attention');
    case 'turn.interrupt_failed':
      return paint(`  did not stop its turn within ${event.data.after_s} s`, 'bad');
    case 'time.skipped':
      return paint(`  ${skippedTimeText(event.data.seconds)}`, 'quiet');
    case 'session.waiting':
      return paint(`  waits: ${printableLine(waitingText(event.data))}`, 'quiet');
    case 'session.admitted':
      return event.data.by === undefined
        ? ''
        : paint(`  launched by ${printableLine(event.data.by)}`, 'attention');
    case 'session.limited': {
      const { account, until, reason } = event.data;
      const waits = waitingText({ kind: 'limit', text: `usage limit of ${account}`, until });
      return paint(`  ${printableLine(waits)} (${printableLine(reason, 200)})`, 'attention');
    }
    case 'limit.lifted':
      return paint(`  usage limit lifted by ${printableLine(event.data.by)}`, 'attention');
    case 'unchanged.asked':
      return paint('  changed nothing: asked why', 'attention');
    case 'session.sent_on':
      return paint(`  sent on: ${printableLine(event.data.why)}`, 'attention');
    case 'guard.tripped':
      return paint(
        `! ${event.data.where}: ${printableLine(event.data.what)}: ${printableLine(event.data.detail)}`,
        'bad',
      );
    case 'command.refused':
      return paint(`  refused: \`${event.data.command}\` from inside this session`, 'bad');
    case 'journal.skipped':
      return paint(`  ${event.data.lines} unreadable line(s) left out: ${event.data.why}`, 'attention');
    case 'session.merged':
      return paint(`  merged into ${event.data.into} as ${event.data.commit.slice(0, 12)}`, 'good');
    case 'session.rolled_back':
      return paint(
        `  reverted on ${event.data.into} by ${event.data.commit.slice(0, 12)}, by ${printableLine(event.data.by)}`,
        'attention',
      );
    case 'upkeep.failed':
      return paint(`  ${event.data.task} failed: ${printableLine(event.data.problem.message)}`, 'bad');
    case 'session.ended': {
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
    }
    default:
      return '';
  }
}

function indent(text: string, by: string): string {
  return text.replaceAll(/^/gm, by);
}

function lastLines(text: string, count: number): string {
  const lines = text.split('\n');
  return lines.length <= count ? text : ['…', ...lines.slice(-count)].join('\n');
}
