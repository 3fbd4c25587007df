import { counted } from '../base/counted.ts';
import { printable } from '../base/printable.ts';
import type { TriedGate } from '../contract/trial.ts';
import type { Paint } from './paint.ts';
import type { PlanTrial, TriedUnit } from './try-plan.ts';
import { marked } from './text/marks.ts';
import { fitLine } from './text/fit-line.ts';

/** A group of findings with its heading. */
interface Chapter {
  heading: string;
  status: 'failed' | 'warning' | 'ok';
  /** Whether the end of the output helps to explain it. */
  explains: boolean;
  holds: (gate: TriedGate, unit: TriedUnit) => boolean;
}

/** In order of importance. */
const chapters: readonly Chapter[] = [
  {
    heading: 'cannot run: a program is missing or cannot be executed',
    status: 'failed',
    explains: true,
    holds: ({ outcome }) => outcome === 'cannot_run',
  },
  {
    heading: 'do not end in time',
    status: 'failed',
    explains: true,
    holds: ({ outcome }) => outcome === 'timed_out',
  },
  {
    heading: 'denied by the policy: not run, and a run with them does not start',
    status: 'failed',
    explains: false,
    holds: ({ outcome }) => outcome === 'denied',
  },
  {
    heading: 'need approval by a rule of the policy: not run',
    status: 'warning',
    explains: false,
    holds: ({ outcome }) => outcome === 'needs_approval',
  },
  {
    heading: 'fail, although the plan says that the unit is done',
    status: 'failed',
    explains: true,
    holds: ({ outcome }, { done }) => outcome === 'fails' && done,
  },
  {
    heading: 'pass already: they do not show that the work was done',
    status: 'warning',
    explains: false,
    holds: ({ outcome }, { done }) => outcome === 'passes' && !done,
  },
  {
    heading: 'fail, as they should before the work',
    status: 'ok',
    explains: true,
    holds: ({ outcome }, { done }) => outcome === 'fails' && !done,
  },
  {
    heading: 'pass, as they should: the plan says that the unit is done',
    status: 'ok',
    explains: false,
    holds: ({ outcome }, { done }) => outcome === 'passes' && done,
  },
];

/** Formats the findings, grouped by what to do about them. */
export function trialText(trial: PlanTrial, paint: Paint): string {
  const without = trial.units.filter(({ gates, done }) => gates.length === 0 && !done);
  const lines = chapters.flatMap((chapter) => chapterText(chapter, trial.units, paint));
  if (without.length > 0) {
    const shown = without.slice(0, 20).map(({ id }) => fitLine(id, 40));
    const more = without.length > shown.length ? ` and ${without.length - shown.length} more` : '';
    lines.push(marked('warning', `no gate: ${shown.join(', ')}${more}`, paint));
  }
  const count = trial.units.reduce((sum, { gates }) => sum + gates.length, 0);
  const where = trial.base_commit === null ? '' : ` on ${trial.base_commit.slice(0, 12)}`;
  return [
    ...lines,
    paint(`${counted(count, 'gate')} of ${counted(trial.units.length, 'unit')}${where}`, 'quiet'),
  ].join('\n');
}

function chapterText(
  { heading, status, explains, holds }: Chapter,
  units: readonly TriedUnit[],
  paint: Paint,
): string[] {
  const found = units.flatMap((unit) =>
    unit.gates.filter((gate) => holds(gate, unit)).map((gate) => ({ unit, gate })),
  );
  // The same gate of several units is one finding.
  const byCommand = Map.groupBy(found, ({ gate }) => gate.command);
  if (byCommand.size === 0) return [];
  return [
    marked(status, `${heading} (${byCommand.size})`, paint),
    ...[...byCommand.values()].flatMap((same) => {
      const [{ gate } = { gate: undefined }] = same;
      if (!gate) return [];
      const names = same.map(({ unit }) => fitLine(unit.id, 40)).join(', ');
      const why = explanation(gate, explains);
      return [
        `  ${paint(fitLine(names, 100), 'strong')}: ${indented(gate.command)}`,
        ...(why === '' ? [] : [paint(`      ${why}`, 'quiet')]),
      ];
    }),
  ];
}

/** Formats the reason, and the last line of the output if it adds something. */
function explanation({ reason, output }: TriedGate, withOutput: boolean): string {
  // The reason already names a missing program.
  const last =
    withOutput && /^(?:exit|ended|not ended) /.test(reason ?? '')
      ? (output.trimEnd().split('\n').at(-1)?.trim() ?? '')
      : '';
  return [reason ?? '', fitLine(last, 160)].filter(Boolean).join(': ');
}

/** A script keeps its line breaks. */
function indented(command: string): string {
  return printable(command).split('\n').join('\n      ');
}
