/**
 * No slot is idle while a unit could start, so a plan takes no longer than its units and its graph make it. How long that
 * is, `npm run bench -- makespan` measures: a busy machine adds to it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/contract/event.ts';
import type { RunView } from '../../src/contract/run.ts';
import { checkRun, grid, runEvents, writePlan, type PlannedUnit } from '../support/plan-world.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({
    config: { default_agent: 'scripted', max_parallel: 4, limits: { per_repository: 4 } },
  });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

const units = grid((number) => [
  { do: 'write', path: `${number}.txt`, content: `${number}\n` },
  { do: 'say', text: 'made' },
]);

async function run(name: string, of: PlannedUnit[], slots: number): Promise<Event[]> {
  const plan = await writePlan(world, `${name}.yaml`, of);
  const ended = await world.cli('run', plan, '--max-parallel', String(slots), '--json');
  expect(ended.status, ended.stderr).toBe(0);
  const view = ended.data<RunView>();
  await checkRun(world, view);
  return runEvents(world, view.id);
}

/** Moments after which a unit could start and there was a slot for it. What one commit changes has one time. */
function idleMoments(of: readonly PlannedUnit[], events: readonly Event[], slots: number): string[] {
  const begun = new Set<string>();
  const over = new Set<string>();
  const idle: string[] = [];
  for (const [index, event] of events.entries()) {
    if (event.kind === 'unit.started') begun.add(event.data.unit);
    if (event.kind === 'unit.completed') over.add(event.data.unit);
    if (begun.size === 0 || events[index + 1]?.at === event.at) continue;
    const ready = of.filter(({ id, after = [] }) => !begun.has(id) && after.every((need) => over.has(need)));
    if (ready.length > 0 && begun.size - over.size < slots)
      idle.push(`${event.at}: ${ready.map(({ id }) => id).join(', ')}`);
  }
  return idle;
}

describe('a plan in a diamond', () => {
  it('of 20 units with a slot for each that is ready starts every unit as soon as it is ready', async () => {
    const events = await run('wide', units, 4);
    expect(events.filter(({ kind }) => kind === 'unit.completed')).toHaveLength(20);
    expect(idleMoments(units, events, 4)).toEqual([]);
  });

  it('with fewer slots than units that are ready keeps all of them at work', async () => {
    const narrow = units.slice(0, 10);
    const events = await run('narrow', narrow, 2);
    expect(idleMoments(narrow, events, 2)).toEqual([]);
  });
});
