import { printable } from '../base/printable.ts';
import type { PlanView } from '../contract/answer.ts';
import type { Paint } from './paint.ts';
import { fitLine } from './text/fit-line.ts';

/** Formats the gates by unit, including units without one. */
export function gatesText(plan: PlanView, paint: Paint): string {
  return plan.units
    .flatMap(({ id, title, gate, done }) => [
      `${paint(fitLine(id, 40), 'strong')} ${fitLine(title, 80)}${done ? ' (done)' : ''}`,
      ...(gate.length > 0 ? gate.map(indented) : [paint('  no gate', 'quiet')]),
    ])
    .join('\n');
}

/** A script keeps its line breaks. */
function indented(command: string): string {
  return printable(command)
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

/**
 * Returns one line for each command of the plan: the gate, the changed gate with the reason, or why it is not a gate.
 */
export function gateNoteLines({ gate_notes }: PlanView, paint: Paint): string[] {
  return gate_notes.map(({ unit, written, gate, reason }) => {
    const name = fitLine(unit, 40);
    const command = (text: string) => fitLine(text.replaceAll('\n', ' ⏎ '), 200);
    if (gate === null) return paint(`not a gate: ${name}: ${command(written)} (${reason ?? ''})`, 'quiet');
    if (reason === null) return `gate: ${name}: ${command(gate)}`;
    return `gate: ${name}: ${command(gate)} (changed from ${command(written)}: ${reason})`;
  });
}
