import { printableLine } from '../base/printable.ts';
import type { PlanView } from '../contract/answer.ts';
import type { PlanProblem, PlanUnit } from '../contract/plan.ts';
import { counted } from '../base/counted.ts';
import type { Paint, Tone } from './paint.ts';

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
  return [
    `${paint(printableLine(plan.title, 100), 'strong')}  ${planSize(plan)}`,
    paint(`${plan.format}: ${printableLine(plan.format_reason, 200)}`, 'quiet'),
    ...plan.waves.flatMap((ids, wave) => [
      paint(`wave ${wave + 1}`, 'strong'),
      ...ids.flatMap((id) => unitText(units.get(id), wave + 1, paint)),
    ]),
    // Notes are shown by lint only.
    ...problemLines(
      plan.problems.filter(({ severity }) => severity !== 'note'),
      paint,
    ),
  ].join('\n');
}

function unitText(unit: PlanUnit | undefined, wave: number, paint: Paint): string[] {
  if (!unit) return [];
  const mark = unit.done ? paint('✓', 'good') : unit.kind === 'auto' ? '○' : paint('?', 'attention');
  const details = [
    unit.kind === 'auto' ? '' : `needs a person: ${unit.kind}`,
    unit.declared_wave !== null && unit.declared_wave !== wave
      ? `in ${unit.declared_wave} by its document`
      : '',
    unit.depends_on.length > 0
      ? `after ${unit.depends_on.map((id) => printableLine(id, 40)).join(', ')}`
      : '',
    unit.steps.length > 0 ? counted(unit.steps.length, 'step') : '',
    unit.files.length > 0 ? counted(unit.files.length, 'file') : '',
    unit.gate.length > 0 ? `gate: ${printableLine(unit.gate.join(' && '), 120)}` : '',
  ].filter(Boolean);
  return [
    `  ${mark} ${printableLine(unit.id, 40).padEnd(10)} ${printableLine(unit.title, 80)}`,
    ...(details.length > 0 ? [paint(`      ${details.join(' · ')}`, 'quiet')] : []),
  ];
}

const tones: Record<PlanProblem['severity'], Tone> = { error: 'bad', warning: 'attention', note: 'quiet' };

export function problemLines(problems: readonly PlanProblem[], paint: Paint): string[] {
  return problems.map(({ severity, message, path, line }) => {
    const place = path === null ? '' : `${path}${line === null ? '' : `:${line}`}: `;
    return paint(`${severity}: ${place}${printableLine(message, 400)}`, tones[severity]);
  });
}
