/**
 * A plan of 20 units in a diamond with 4 slots: how long it takes from the first unit's start to the last one's end,
 * against the least that its graph and its slots allow, and against the same plan in fixed batches.
 */
import type { RunView, WaveMode } from '../src/contract/run.ts';
import { grid, writePlan, type PlannedUnit } from '../test/support/plan-world.ts';
import { leastTime, makespanOf, unitTime } from '../test/support/run-times.ts';
import { createWorld, type World } from '../test/support/world.ts';
import { ratio, type Line } from './measure.ts';

const slots = 4;

/** Milliseconds that the agent of each unit is at work; both have a mean of 4 s. */
const lengths = {
  equal: () => 4_000,
  unequal: (number: number) => 1_000 + ((number * 7) % 20) * 316,
};

export async function makespan(): Promise<Line[]> {
  await using world = await createWorld({
    config: { default_agent: 'scripted', max_parallel: slots, limits: { per_repository: slots } },
  });
  await world.startDaemon();
  const lines: Line[] = [];
  for (const [name, length] of Object.entries(lengths)) {
    const units = grid((number) => [
      { do: 'write', path: `${number}.txt`, content: `${number}\n` },
      { do: 'commit', message: `unit ${number}` },
      { do: 'pause', ms: length(number) },
      { do: 'say', text: 'done' },
    ]);
    const free = await measure(world, `${name}-slots`, units, 'slots');
    const batches = await measure(world, `${name}-barrier`, units, 'barrier');
    const ideal = leastTime(units, slots, (_, number) => length(number) / 1_000);
    const own = leastTime(units, slots, (id) => unitTime(free, id));
    const overhead =
      units.reduce((sum, { id }, number) => sum + unitTime(free, id) - length(number) / 1_000, 0) /
      units.length;
    const what = `a plan of 20 units of ${name} length, ${slots} slots`;
    const ours = `${makespanOf(free).toFixed(1)} s`;
    lines.push(
      {
        what: `${what}, against the bound of its units' own durations`,
        fairlead: ours,
        against: `${own.toFixed(1)} s`,
        ratio: ratio(makespanOf(free), own),
      },
      {
        what: `${what}, against the bound of its agents' work alone (${Math.round(overhead * 1_000)} ms more per unit)`,
        fairlead: ours,
        against: `${ideal.toFixed(1)} s`,
        ratio: ratio(makespanOf(free), ideal),
      },
      {
        what: `${what}, against fixed batches`,
        fairlead: ours,
        against: `${makespanOf(batches).toFixed(1)} s`,
        ratio: ratio(makespanOf(free), makespanOf(batches)),
      },
    );
  }
  return lines;
}

async function measure(world: World, name: string, units: PlannedUnit[], waves: WaveMode): Promise<RunView> {
  const plan = await writePlan(world, `${name}.yaml`, units);
  const result = await world.cli('run', plan, '--waves', waves, '--max-parallel', String(slots), '--json');
  if (result.status !== 0) throw new Error(result.stderr);
  return result.data<RunView>();
}
