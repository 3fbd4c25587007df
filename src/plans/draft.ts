import type { PlanProblem, PlanUnit, SourceRange } from '../contract/plan.ts';
import { printableLine } from '../base/printable.ts';
import type { SourceText } from './text/source-text.ts';
import { textBetween } from './text/source-text.ts';

/** A plan as a format reads it: dependencies are still the words of the document. */
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
  /** Units that it speaks of as earlier ones; what is not in the plan does not matter. */
  mentions: string[];
  /** Further names under which others may need it. */
  names: string[];
}

type Known = Partial<Omit<UnitDraft, 'id' | 'title' | 'range'>>;

/** @param known what the document says of it; the prompt is the text of the range where nothing else is given */
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

/** @returns the words of a range, and behind them what else belongs to this unit and is to be read for it */
export function withReading(source: SourceText, range: SourceRange, paths: readonly string[]): string {
  const words = textBetween(source, range.start, range.end);
  return paths.length === 0 ? words : `${words}\n\nRead for it: ${paths.join(', ')}`;
}

/** @returns the words alone, without what {@link withReading} put behind them */
export function withoutReading(prompt: string): string {
  return prompt.replace(/\n\nRead for it: [^\n]*$/, '');
}

/** Where in a source something stands, for problems. */
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
