import type { PlanView } from '../contract/answer.ts';
import type { PlanProblem, PlanUnit } from '../contract/plan.ts';
import { counted } from '../base/counted.ts';
import type { Paint, Tone } from './paint.ts';
import { padRight, widestOf } from './text/columns.ts';
import { markOf } from './text/marks.ts';
import { fitLine } from './text/fit-line.ts';

/** `12 units in 12 waves, 6 as its document groups them` */
export function planSize({ units, waves }: PlanView): string {
  const declared = new Set(units.flatMap(({ declared_wave }) => declared_wave ?? [])).size;
  const grouped =
    declared > 0 && declared !== waves.length ? `, ${declared} as its document groups them` : '';
  return `${counted(units.length, 'unit')} in ${counted(waves.length, 'wave')}${grouped}`;
}

/** Formats a plan for people: its waves and problems. */
export function planText(plan: PlanView, paint: Paint): string {
  const units = new Map(plan.units.map((unit) => [unit.id, unit]));
  const width = Math.max(
    10,
    widestOf(
      plan.units.map(({ id }) => id),
      32,
    ),
  );
  return [
    `${paint(fitLine(plan.title, 100), 'strong')}  ${planSize(plan)}`,
    paint(`${plan.format}: ${fitLine(plan.format_reason, 200)}`, 'quiet'),
    ...plan.waves.flatMap((ids, wave) => [
      paint(`wave ${wave + 1}`, 'strong'),
      ...ids.flatMap((id) => unitText(units.get(id), { wave: wave + 1, width }, paint)),
    ]),
    // Notes are shown by lint only.
    ...problemLines(
      plan.problems.filter(({ severity }) => severity !== 'note'),
      paint,
    ),
  ].join('\n');
}

/** @param width columns for the ids */
function unitText(
  unit: PlanUnit | undefined,
  { wave, width }: { wave: number; width: number },
  paint: Paint,
): string[] {
  if (!unit) return [];
  const { sign, tone } = markOf(unit.done ? 'completed' : unit.kind === 'auto' ? 'ready' : 'needs_person');
  const details = [
    unit.kind === 'auto' ? '' : `needs a person: ${unit.kind}`,
    unit.declared_wave !== null && unit.declared_wave !== wave
      ? `in ${unit.declared_wave} by its document`
      : '',
    unit.depends_on.length > 0 ? `after ${unit.depends_on.map((id) => fitLine(id, 40)).join(', ')}` : '',
    unit.steps.length > 0 ? counted(unit.steps.length, 'step') : '',
    unit.files.length > 0 ? counted(unit.files.length, 'file') : '',
    unit.gate.length > 0 ? `gate: ${fitLine(unit.gate.join(' && '), 120)}` : '',
  ].filter(Boolean);
  return [
    `  ${paint(sign, tone)} ${padRight(fitLine(unit.id, width), width)} ${fitLine(unit.title, 80)}`,
    ...(details.length > 0 ? [paint(`      ${details.join(' · ')}`, 'quiet')] : []),
  ];
}

const tones: Record<PlanProblem['severity'], Tone> = { error: 'bad', warning: 'attention', note: 'quiet' };

export function problemLines(problems: readonly PlanProblem[], paint: Paint): string[] {
  return problems.map(({ severity, message, path, line }) => {
    const place = path === null ? '' : `${path}${line === null ? '' : `:${line}`}: `;
    return paint(`${severity}: ${place}${fitLine(message, 400)}`, tones[severity]);
  });
}
