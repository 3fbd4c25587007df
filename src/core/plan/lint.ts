/** Reports the problems of a plan before a run. */
import type { Plan, PlanProblem } from '../../contract/plan.ts';
import { concurrentWaves } from '../../contract/plan-formats.ts';
import type { Graph } from './graph.ts';

/** Maximum number of findings of each kind that are listed. */
const toldOfEach = 50;

/** @param missing paths that units name and that are not in the repository; units may be about to create them */
export function lint(plan: Plan, graph: Graph, missing: ReadonlySet<string> = new Set()): PlanProblem[] {
  const found = [
    ...plan.problems,
    ...empty(plan),
    ...cycles(plan, graph),
    ...contradictions(plan, graph),
    ...overlaps(plan, graph),
    ...ungated(plan),
    ...absent(plan, missing),
  ];
  return [...Map.groupBy(found, ({ code }) => code).values()].flatMap(shorten);
}

function shorten(alike: PlanProblem[]): PlanProblem[] {
  const [first] = alike;
  const left = alike.length - toldOfEach;
  if (!first || left <= 0) return alike;
  const rest = finding(first.severity, first.code, `and ${left} more of this kind`);
  return [...alike.slice(0, toldOfEach), rest];
}

function empty({ units }: Plan): PlanProblem[] {
  if (units.length === 0) return [finding('error', 'empty', 'the plan has no units')];
  const left = units.some(({ done }) => !done);
  return left ? [] : [finding('warning', 'all_done', 'every unit is marked as done')];
}

function cycles({ units, problems }: Plan, { stuck, needs }: Graph): PlanProblem[] {
  // The reader of the document may have reported it already.
  if (problems.some(({ code }) => code === 'cycle')) return [];
  const among = new Set(stuck);
  const [first] = stuck;
  if (first === undefined) return [];
  // Every stuck unit needs another stuck one, so following them returns to the start.
  const onward = (at: number) => (needs[at] ?? []).find((need) => among.has(need)) ?? first;
  const seen: number[] = [];
  let last = first;
  for (; !seen.includes(last); last = onward(last)) seen.push(last);
  const ring = [...seen.slice(seen.indexOf(last)), last].map((index) => units[index]?.id ?? '');
  const [self] = ring;
  return [
    finding(
      'error',
      'cycle',
      ring.length === 2
        ? `unit ${self} depends on itself: take that out`
        : `units depend on each other in a circle: ${ring.join(' → ')}: take one of these dependencies out`,
      self,
    ),
  ];
}

function contradictions({ units, format }: Plan, { needs }: Graph): PlanProblem[] {
  const least = concurrentWaves.has(format) ? 1 : 0;
  return units.flatMap((unit, index) =>
    (needs[index] ?? []).flatMap((need) => {
      const other = units[need];
      if (!other || unit.declared_wave === null || other.declared_wave === null) return [];
      if (unit.declared_wave - other.declared_wave >= least) return [];
      return [
        finding(
          'warning',
          'wave_contradiction',
          `unit ${unit.id} is declared in wave ${unit.declared_wave} but depends on ${other.id} of wave ${other.declared_wave}: it will wait for it`,
          unit.id,
        ),
      ];
    }),
  );
}

function overlaps({ units }: Plan, { overlaps: all }: Graph): PlanProblem[] {
  return all.map(({ earlier, later, path }) =>
    finding(
      'warning',
      'overlap',
      `units ${units[earlier]?.id} and ${units[later]?.id} both touch ${path}: the second waits for the first`,
      units[later]?.id,
    ),
  );
}

function ungated({ units }: Plan): PlanProblem[] {
  return units
    .filter(({ kind, gate, done }) => kind === 'auto' && gate.length === 0 && !done)
    .map(({ id }) => finding('note', 'no_gate', `unit ${id} has no gate: its work is merged unproven`, id));
}

/** Maximum number of listed paths of one unit. */
const namedPaths = 5;

function absent({ units }: Plan, missing: ReadonlySet<string>): PlanProblem[] {
  return units.flatMap(({ id, files }) => {
    const paths = files.filter((path) => missing.has(path));
    if (paths.length === 0) return [];
    const more = paths.length > namedPaths ? ` and ${paths.length - namedPaths} more` : '';
    const message = `unit ${id} names what is not there yet: ${paths.slice(0, namedPaths).join(', ')}${more}`;
    return [finding('note', 'no_such_path', message, id)];
  });
}

function finding(
  severity: PlanProblem['severity'],
  code: string,
  message: string,
  unit: string | null = null,
): PlanProblem {
  return { severity, code, message, unit, path: null, line: null };
}
