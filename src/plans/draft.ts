import type { PlanProblem, PlanUnit, SourceRange } from '../contract/plan.ts';
import { printableLine } from '../base/printable.ts';
import type { SourceText } from './text/source-text.ts';
import { textBetween } from './text/source-text.ts';

/** A plan as a format reads it: dependencies are still text of the document. */
export interface Draft {
  title: string;
  goal: string | null;
  context: string[];
  units: UnitDraft[];
  problems: PlanProblem[];
}

export interface UnitDraft extends Omit<PlanUnit, 'depends_on'> {
  /** Units that come before it by the document's order or structure. */
  after: UnitDraft[];
  /** Units that it names, as written. */
  needs: string[];
  /** Units that it mentions as earlier ones; those outside the plan do not matter. */
  mentions: string[];
  /** Other names by which units may depend on it. */
  names: string[];
}

type Known = Partial<Omit<UnitDraft, 'id' | 'title' | 'range'>>;

/** @param known the fields from the document; the prompt defaults to the text of the range */
export function unitDraft(
  source: SourceText,
  range: SourceRange,
  id: string,
  title: string,
  known: Known = {},
): UnitDraft {
  return {
    kind: 'auto',
    after: [],
    needs: [],
    mentions: [],
    names: [],
    declared_wave: null,
    files: [],
    steps: [],
    gate: [],
    acceptance: [],
    agent: null,
    done: false,
    prompt: known.prompt ?? textBetween(source, range.start, range.end),
    ...known,
    id: printableLine(id, 120),
    title: printableLine(title, 120) || printableLine(id, 120),
    range,
  };
}

/** @returns the text of a range, followed by other documents to read for the unit */
export function withReading(source: SourceText, range: SourceRange, paths: readonly string[]): string {
  const words = textBetween(source, range.start, range.end);
  return paths.length === 0 ? words : `${words}\n\nRead for it: ${paths.join(', ')}`;
}

/** @returns the text alone, without the part that {@link withReading} added */
export function withoutReading(prompt: string): string {
  return prompt.replace(/\n\nRead for it: [^\n]*$/, '');
}

/** A place in a source, for problems. */
export interface Where {
  unit?: string;
  path?: string;
  /** From 0. */
  line?: number;
}

export function planProblem(
  severity: PlanProblem['severity'],
  code: string,
  message: string,
  where: Where = {},
): PlanProblem {
  return {
    severity,
    code,
    message: printableLine(message, 400),
    unit: where.unit ?? null,
    path: where.path ?? null,
    line: where.line === undefined ? null : where.line + 1,
  };
}
