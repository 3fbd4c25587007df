import { printableLine } from '../base/printable.ts';
import type { PlanView } from '../contract/answer.ts';
import type { PlanProblem, PlanUnit } from '../contract/plan.ts';
import type { Paint, Tone } from './paint.ts';

/** `12 units in 6 waves` */
export function planSize({ units, waves }: PlanView): string {
  const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  return `${counted(units.length, 'unit')} in ${counted(waves.length, 'wave')}`;
}

/** A plan as people read it: its waves, and what can be said against it. */
export function planText(plan: PlanView, paint: Paint): string {
  const units = new Map(plan.units.map((unit) => [unit.id, unit]));
  return [
    `${paint(printableLine(plan.title, 100), 'strong')}  ${planSize(plan)}`,
    paint(`${plan.format}: ${printableLine(plan.format_reason, 200)}`, 'quiet'),
    ...plan.waves.flatMap((ids, wave) => [
      paint(`wave ${wave + 1}`, 'strong'),
      ...ids.flatMap((id) => unitText(units.get(id), paint)),
    ]),
    // What is only worth a note is told by lint.
    ...problemLines(
      plan.problems.filter(({ severity }) => severity !== 'note'),
      paint,
    ),
  ].join('\n');
}

function unitText(unit: PlanUnit | undefined, paint: Paint): string[] {
  if (!unit) return [];
  const mark = unit.done ? paint('✓', 'good') : unit.kind === 'auto' ? '○' : paint('?', 'attention');
  const details = [
    unit.kind === 'auto' ? '' : `needs a person: ${unit.kind}`,
    unit.depends_on.length > 0
      ? `after ${unit.depends_on.map((id) => printableLine(id, 40)).join(', ')}`
      : '',
    unit.steps.length > 0 ? `${unit.steps.length} steps` : '',
    unit.files.length > 0 ? `${unit.files.length} files` : '',
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
