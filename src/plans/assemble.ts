import { printable, printableLine } from '../base/printable.ts';
import type { GateNote, Plan, PlanProblem, PlanUnit } from '../contract/plan.ts';
import type { PlanFormatName } from '../contract/plan-formats.ts';
import { dependencyLine } from './dependency-line.ts';
import { planProblem } from './draft.ts';
import type { Draft, UnitDraft } from './draft.ts';
import { findCycle } from './find-cycle.ts';
import { gateNotes, warningsOf } from './gate-notes.ts';
import { textBetween, type SourceText } from './text/source-text.ts';
import { unitId } from './unit-id.ts';

/** Makes ids unique, resolves dependencies, and reports those that cannot be resolved. */
export function assemble(
  draft: Draft,
  format: PlanFormatName,
  reason: string,
  sources: readonly SourceText[],
): Plan {
  const problems: PlanProblem[] = [...draft.problems];
  // fairlead's own format uses ids and commands exactly as written; other formats repeat numbers without
  // meaning.
  const asWritten = format === 'fairlead';
  const ids = uniqueIds(draft.units, problems, asWritten);
  const find = namesOfUnits(draft.units, ids);
  const units = draft.units.map((unit): PlanUnit => {
    const { after, needs, mentions, names: _names, ...rest } = unit;
    const id = ids.get(unit) ?? unit.id;
    const depends = new Set<string>();
    for (const earlier of after) {
      const other = ids.get(earlier);
      if (other !== undefined && other !== id) depends.add(other);
    }
    for (const need of needs) {
      const other = find(need);
      const where = { unit: id, path: unit.range.path };
      if (other === undefined)
        // A unit that is done waits for nothing any more.
        problems.push(
          planProblem(
            unit.done && !asWritten ? 'note' : 'error',
            'unknown_dependency',
            `${id} depends on ${need}, which is not in this plan`,
            where,
          ),
        );
      else if (other === id)
        problems.push(planProblem('error', 'self_dependency', `${id} depends on itself`, where));
      else depends.add(other);
    }
    for (const mention of mentions) {
      const other = find(mention);
      if (other !== undefined && other !== id) depends.add(other);
    }
    const title = unit.title || id;
    const clean = { ...rest, id, title, depends_on: [...depends] };
    return {
      ...clean,
      files: unique(unit.files.map((path) => printableLine(path))),
      gate: unique(unit.gate),
      acceptance: unique(unit.acceptance.map((words) => printableLine(words))),
      // The prompt must not be empty.
      prompt: unit.prompt.trim() === '' ? title : unit.prompt,
      steps: unit.steps.map((step) => ({ ...step, title: printableLine(step.title, 200) })),
    };
  });
  const notes: GateNote[] = [];
  for (const unit of units) {
    // In fairlead's own format every gate is used as written.
    if (asWritten || unit.done) continue;
    const own = gateNotes(unit, textOf(unit, sources));
    notes.push(...own);
    problems.push(...warningsOf(unit, own));
  }
  const cycle = findCycle(units);
  if (cycle) problems.push(cycleProblem(cycle, units, namesById(draft.units, ids), sources));
  return {
    format,
    format_reason: reason,
    title: printableLine(draft.title, 200) || 'plan',
    goal: printable(draft.goal ?? '') || null,
    context: unique(draft.context.map((path) => printableLine(path))),
    sources: sources.map(({ path, sha256 }) => ({ path, sha256 })),
    units,
    problems: someOf(problems),
    gate_notes: notes.slice(0, maximumNotes),
  };
}

/**
 * Returns the text that a unit's gates were read from: its prompt, or its part of a Markdown document if that is
 * longer.
 */
function textOf({ prompt, range }: PlanUnit, sources: readonly SourceText[]): string {
  const source = sources.find(({ path }) => path === range.path && /\.mdx?$/i.test(path));
  const words = source ? textBetween(source, range.start, range.end) : '';
  return words.length > prompt.length ? words : prompt;
}

/** Maximum number of reported commands of one plan. */
const maximumNotes = 2_000;

/** Maximum number of edges of a cycle that are reported with their lines. */
const toldEdges = 4;

/** If the document was misread, the lines show which words were taken for a dependency. */
function cycleProblem(
  cycle: readonly string[],
  units: readonly PlanUnit[],
  names: ReadonlyMap<string, string[]>,
  sources: readonly SourceText[],
): PlanProblem {
  const edges = cycle.flatMap((id, index) => {
    const other = cycle[(index + 1) % cycle.length] ?? '';
    const unit = units.find((entry) => entry.id === id);
    const source = sources.find(({ path }) => path === unit?.range.path);
    if (!unit || !source) return [];
    const { line, stated } = dependencyLine(source, unit, names.get(id) ?? [id], names.get(other) ?? [other]);
    const why = stated ? '' : ', by the order of the document';
    return [{ path: source.path, line, words: `${id} waits for ${other}: ${source.path}:${line + 1}${why}` }];
  });
  const [first] = edges;
  const told = edges.slice(0, toldEdges).map(({ words }) => words);
  const more = edges.length > toldEdges ? `; ${edges.length - toldEdges} more` : '';
  return planProblem(
    'error',
    'cycle',
    `these units wait for each other: ${[...cycle, cycle[0]].join(' → ')}: take one of these dependencies out (${told.join('; ')}${more})`,
    { unit: cycle[0] ?? '', ...(first ? { path: first.path, line: first.line } : {}) },
  );
}

function namesById(units: readonly UnitDraft[], ids: ReadonlyMap<UnitDraft, string>): Map<string, string[]> {
  return new Map(units.map((unit) => [ids.get(unit) ?? unit.id, [unit.id, ...unit.names]]));
}

/** Maximum number of listed problems of one plan. */
const maximumProblems = 500;

function someOf(problems: readonly PlanProblem[]): PlanProblem[] {
  if (problems.length <= maximumProblems) return [...problems];
  const rank = { error: 0, warning: 1, note: 2 };
  const worst = problems.toSorted((a, b) => rank[a.severity] - rank[b.severity]).slice(0, maximumProblems);
  return [
    ...worst,
    planProblem('note', 'more_problems', `${problems.length - maximumProblems} more problems are not listed`),
  ];
}

/** Returns a name without case, white space and a leading `#`, for comparison. */
export function nameKey(name: string): string {
  return name.trim().replace(/^#/, '').replaceAll(/\s+/g, ' ').toLowerCase();
}

function uniqueIds(
  units: readonly UnitDraft[],
  problems: PlanProblem[],
  asWritten: boolean,
): Map<UnitDraft, string> {
  const wanted = new Set(units.map((unit) => (asWritten ? unit.id : unitId(unit.id))));
  const used = new Set<string>();
  const counts = new Map<string, number>();
  const ids = new Map<UnitDraft, string>();
  for (const [index, unit] of units.entries()) {
    const own = (asWritten ? unit.id : unitId(unit.id)) || String(index + 1);
    let id = own;
    if (used.has(id)) {
      let count = counts.get(own) ?? 1;
      do {
        count += 1;
        id = `${own}~${count}`;
      } while (used.has(id) || wanted.has(id));
      counts.set(own, count);
      problems.push(
        planProblem(
          asWritten ? 'error' : 'warning',
          'repeated_id',
          `the id ${unit.id} occurs again; this one is called ${id}`,
          {
            unit: id,
            path: unit.range.path,
          },
        ),
      );
    }
    used.add(id);
    ids.set(unit, id);
  }
  return ids;
}

/** @returns a function that finds the id of a unit by a name: first the exact id, then any spelling of it */
function namesOfUnits(
  units: readonly UnitDraft[],
  ids: ReadonlyMap<UnitDraft, string>,
): (name: string) => string | undefined {
  const exact = new Set(ids.values());
  const byName = new Map<string, string>();
  const add = (name: string, id: string) => {
    const key = nameKey(name);
    if (key !== '' && !byName.has(key)) byName.set(key, id);
  };
  for (const unit of units) add(unit.id, ids.get(unit) ?? unit.id);
  for (const unit of units) for (const name of unit.names) add(name, ids.get(unit) ?? unit.id);
  return (name) => (exact.has(name) ? name : byName.get(nameKey(name)));
}

/** Removes duplicates and empty texts. */
function unique(values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '');
}
