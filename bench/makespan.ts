/**
 * Measures plans of 20 units with 4 slots, from the start of the first unit to the end of the last one. Compares with
 * the minimum for graph and slots, and with the same units in fixed batches, each of which waits for the whole batch
 * before it.
 */
import type { RunView } from '../src/contract/run.ts';
import { grid, writePlan, type PlannedUnit } from '../test/support/plan-world.ts';
import { createRandom } from '../test/support/random.ts';
import { leastTime, makespanOf, unitTime } from '../test/support/run-times.ts';
import { createWorld, type World } from '../test/support/world.ts';
import { ratio, type Line } from './measure.ts';

const slots = 4;
const count = 20;

const random = createRandom(1);
/** Milliseconds that agents work, by the number of the unit; both lists have a mean of about 4 s. */
const equal = Array.from({ length: count }, () => 4_000);
const unequal = Array.from({ length: count }, () => 1_000 + random.below(6_001));

const plans: { name: string; lengths: number[]; make: typeof grid }[] = [
  { name: 'a diamond of units of equal length', lengths: equal, make: grid },
  { name: 'a diamond of units of unequal length', lengths: unequal, make: grid },
  { name: 'units of unequal length that need nothing of each other', lengths: unequal, make: apart },
];

export async function makespan(): Promise<Line[]> {
  await using world = await createWorld({
    config: { default_agent: 'scripted', max_parallel: slots, limits: { per_repository: slots } },
  });
  await world.startDaemon();
  const lines: Line[] = [];
  for (const [number, { name, lengths, make }] of plans.entries()) {
    const length = (unit: number) => lengths[unit] ?? 0;
    const units = make((unit) => [
      { do: 'write', path: `${unit}.txt`, content: `${unit}\n` },
      { do: 'commit', message: `unit ${unit}` },
      { do: 'pause', ms: length(unit) },
      { do: 'say', text: 'done' },
    ]);
    const free = await measure(world, `plan-${number}`, units);
    const batches = await measure(world, `batches-${number}`, inBatches(units));
    const ideal = leastTime(units, slots, (_, unit) => length(unit) / 1_000);
    const own = leastTime(units, slots, (id) => unitTime(free, id));
    const overhead =
      units.reduce((sum, { id }, unit) => sum + unitTime(free, id) - length(unit) / 1_000, 0) / units.length;
    const against: [string, number][] = [
      ["the bound of its units' own durations", own],
      [`the bound of its agents' work alone (${Math.round(overhead * 1_000)} ms more per unit)`, ideal],
      ['fixed batches', makespanOf(batches)],
    ];
    for (const [what, seconds] of against)
      lines.push({
        what: `${name}, ${slots} slots, against ${what}`,
        fairlead: `${makespanOf(free).toFixed(1)} s`,
        against: `${seconds.toFixed(1)} s`,
        ratio: ratio(makespanOf(free), seconds),
      });
  }
  return lines;
}

function apart(steps: (number: number) => object[]): PlannedUnit[] {
  return Array.from({ length: count }, (_, number) => ({ id: `a${number}`, steps: steps(number) }));
}

/** @param units in an order where each unit follows its dependencies */
function inBatches(units: readonly PlannedUnit[]): PlannedUnit[] {
  const batches: PlannedUnit[][] = [];
  const placed = new Map<string, number>();
  for (const unit of units) {
    let batch = Math.max(-1, ...(unit.after ?? []).map((id) => placed.get(id) ?? -1)) + 1;
    while ((batches[batch]?.length ?? 0) >= slots) batch += 1;
    (batches[batch] ??= []).push(unit);
    placed.set(unit.id, batch);
  }
  return batches.flatMap((batch, number) =>
    batch.map((unit) => ({ ...unit, after: (batches[number - 1] ?? []).map(({ id }) => id) })),
  );
}

async function measure(world: World, name: string, units: PlannedUnit[]): Promise<RunView> {
  const plan = await writePlan(world, `${name}.yaml`, units);
  const result = await world.cli('run', plan, '--max-parallel', String(slots), '--json');
  if (result.status !== 0) throw new Error(result.stderr);
  return result.data<RunView>();
}
