/** Formats runs and their units for people. */
import { printableLine } from '../base/printable.ts';
import type { RunProgress, RunView, UnitView } from '../contract/run.ts';
import type { Paint } from './paint.ts';
import { padRight, widestOf } from './text/columns.ts';
import { fitLine } from './text/fit-line.ts';
import { markOf } from './text/marks.ts';

export function runLine({ id, status, title, progress, reason }: RunView): string {
  const why = reason === null ? '' : `  (${printableLine(reason)})`;
  return `${id}  ${status}  ${progressText(progress)}  ${fitLine(title, 60)}${why}`;
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

/** @param width columns for the ids */
function unitLine(unit: UnitView, paint: Paint, run: string, width: number): string {
  const { sign, tone } = markOf(unit.status);
  const session = unit.session_id === null ? '' : `  ${paint(unit.session_id, 'quiet')}`;
  const head = `${paint(`${sign} ${padRight(unit.status.replace('_', ' '), 12)}`, tone)} ${padRight(fitLine(unit.id, width), width)} ${fitLine(unit.title, 60)}${session}`;
  if (unit.reason === null) return head;
  const way =
    unit.question !== null ? `  fairlead approve ${run}/${unit.id} · fairlead deny ${run}/${unit.id}` : '';
  return `${head}\n    ${paint(fitLine(unit.reason, 300), tone)}${way}`;
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
    value === null ? [] : [`${paint(padRight(label, 10), 'quiet')} ${value}`],
  );
  const width = widestOf(
    run.units.map(({ id }) => id),
    32,
  );
  const waves = run.waves.flatMap((ids, wave) => [
    paint(`wave ${wave + 1}`, 'strong'),
    ...run.units
      .filter(({ id }) => ids.includes(id))
      .map((unit) => `  ${unitLine(unit, paint, run.id, width).replaceAll('\n', '\n  ')}`),
  ]);
  return [...head, ...waves].join('\n');
}
