/**
 * A plan of 20 units in a diamond with 4 slots: how long it takes from the first unit's start to the last one's end,
 * against the least that its graph and its slots allow, and against the same plan in fixed batches.
 */
import type { RunView, WaveMode } from '../src/contract/run.ts';
import { grid, writePlan, type PlannedUnit } from '../test/support/plan-world.ts';
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
    const ideal = bound(units, (_, number) => length(number) / 1_000);
    const own = bound(units, (id) => tookOf(free, id));
    const overhead =
      units.reduce((sum, { id }, number) => sum + tookOf(free, id) - length(number) / 1_000, 0) /
      units.length;
    const what = `a plan of 20 units of ${name} length, ${slots} slots`;
    const ours = `${took(free).toFixed(1)} s`;
    lines.push(
      {
        what: `${what}, against the bound of its units' own durations`,
        fairlead: ours,
        against: `${own.toFixed(1)} s`,
        ratio: ratio(took(free), own),
      },
      {
        what: `${what}, against the bound of its agents' work alone (${Math.round(overhead * 1_000)} ms more per unit)`,
        fairlead: ours,
        against: `${ideal.toFixed(1)} s`,
        ratio: ratio(took(free), ideal),
      },
      {
        what: `${what}, against fixed batches`,
        fairlead: ours,
        against: `${took(batches).toFixed(1)} s`,
        ratio: ratio(took(free), took(batches)),
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

/** Seconds from the first start to the last end. */
function took({ units }: RunView): number {
  const ends = units.map(({ ended_at }) => Date.parse(ended_at ?? ''));
  const starts = units.map(({ started_at }) => Date.parse(started_at ?? ''));
  return (Math.max(...ends) - Math.min(...starts)) / 1_000;
}

function tookOf({ units }: RunView, id: string): number {
  const unit = units.find((entry) => entry.id === id);
  return (Date.parse(unit?.ended_at ?? '') - Date.parse(unit?.started_at ?? '')) / 1_000;
}

/** No order of the units can take less: the longest way through the graph, and all work spread over all slots. */
function bound(units: readonly PlannedUnit[], length: (id: string, number: number) => number): number {
  const ends = new Map<string, number>();
  let work = 0;
  for (const [number, { id, after = [] }] of units.entries()) {
    const alone = length(id, number);
    work += alone;
    ends.set(id, alone + Math.max(0, ...after.map((before) => ends.get(before) ?? 0)));
  }
  return Math.max(work / slots, ...ends.values());
}
