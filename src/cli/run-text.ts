/** Formats runs and their units for people. */
import { printableLine } from '../base/printable.ts';
import type { RunProgress, RunView, UnitStatus, UnitView } from '../contract/run.ts';
import type { Paint, Tone } from './paint.ts';

export function runLine({ id, status, title, progress, reason }: RunView): string {
  const why = reason === null ? '' : `  (${printableLine(reason)})`;
  return `${id}  ${status}  ${progressText(progress)}  ${printableLine(title, 60)}${why}`;
}

export function progressText({
  completed,
  unchanged,
  failed,
  skipped,
  running,
  total,
  remaining_s,
}: RunProgress): string {
  const parts = [`${completed} of ${total} done`];
  if (unchanged > 0) parts.push(`${unchanged} unchanged`);
  if (running > 0) parts.push(`${running} running`);
  if (failed > 0) parts.push(`${failed} failed`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (remaining_s !== null && completed + unchanged + failed + skipped < total)
    parts.push(`about ${shortTime(remaining_s)} left`);
  return parts.join(', ');
}

export function shortTime(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)}s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)}m`;
  return `${(seconds / 3_600).toFixed(1)}h`;
}

const marks: Record<UnitStatus, [string, Tone]> = {
  pending: ['·', 'quiet'],
  ready: ['○', 'quiet'],
  running: ['●', 'busy'],
  gate: ['◐', 'busy'],
  merging: ['◑', 'busy'],
  completed: ['✓', 'good'],
  unchanged: ['=', 'attention'],
  failed: ['✗', 'bad'],
  skipped: ['–', 'quiet'],
  needs_person: ['?', 'attention'],
  not_chosen: ['–', 'quiet'],
};

/** @param width columns for the ids */
function unitLine(unit: UnitView, paint: Paint, run: string, width: number): string {
  const [mark, tone] = marks[unit.status];
  const session = unit.session_id === null ? '' : `  ${paint(unit.session_id, 'quiet')}`;
  const head = `${paint(`${mark} ${unit.status.replace('_', ' ').padEnd(12)}`, tone)} ${printableLine(unit.id, width).padEnd(width)} ${printableLine(unit.title, 60)}${session}`;
  if (unit.reason === null) return head;
  const way =
    unit.question !== null ? `  fairlead approve ${run}/${unit.id} · fairlead deny ${run}/${unit.id}` : '';
  return `${head}\n    ${paint(printableLine(unit.reason, 300), tone)}${way}`;
}

/** Formats one run in full. */
export function runText(run: RunView, paint: Paint): string {
  const rows: [string, string | null][] = [
    ['run', `${run.id}  ${printableLine(run.title)}`],
    ['status', `${run.status}${run.reason === null ? '' : `: ${printableLine(run.reason)}`}`],
    ['progress', progressText(run.progress)],
    ['plan', run.plan.map((path) => printableLine(path)).join(', ')],
    ['branch', run.branch],
    ['repository', run.repo],
    ['cost', `$${run.cost_usd.toFixed(2)}`],
  ];
  const head = rows.flatMap(([label, value]) =>
    value === null ? [] : [`${paint(label.padEnd(10), 'quiet')} ${value}`],
  );
  const width = Math.min(
    32,
    run.units.reduce((most, { id }) => Math.max(most, id.length), 0),
  );
  const waves = run.waves.flatMap((ids, wave) => [
    paint(`wave ${wave + 1}`, 'strong'),
    ...run.units
      .filter(({ id }) => ids.includes(id))
      .map((unit) => `  ${unitLine(unit, paint, run.id, width).replaceAll('\n', '\n  ')}`),
  ]);
  return [...head, ...waves].join('\n');
}
