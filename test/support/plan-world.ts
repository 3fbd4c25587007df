/** Plans in fairlead's own format for the scripted agent, and what can be said of the runs they lead to. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { stringify } from 'yaml';
import type { RunView } from '../../src/contract/run.ts';
import type { Event } from '../../src/contract/event.ts';
import type { World } from './world.ts';

export interface PlannedUnit {
  id: string;
  after?: string[];
  /** What the scripted agent does. */
  steps?: object[];
  /** What another agent is told. */
  prompt?: string;
  gate?: string[];
  files?: string[];
  kind?: string;
  agent?: string;
}

export const script = (...steps: object[]): string => `<script>${JSON.stringify(steps)}</script>`;

/** Writes a plan and commits it; a unit without steps writes and commits a file of its own. */
export async function writePlan(world: World, name: string, units: readonly PlannedUnit[]): Promise<string> {
  const path = join(world.repo, name);
  const plan = {
    title: name.replace('.yaml', ''),
    units: units.map(({ id, after = [], steps, prompt, gate = [], files = [], kind, agent }) => ({
      id,
      title: `unit ${id}`,
      depends_on: after,
      files,
      gate,
      ...(kind && { kind }),
      ...(agent && { agent }),
      prompt: prompt ?? script(...(steps ?? ownFile(id))),
    })),
  };
  const text = stringify(plan, { aliasDuplicateObjects: false });
  writeFileSync(path, text);
  await world.git('add', '-A');
  await world.git('commit', '-q', '-m', `plan ${name}`);
  return path;
}

function ownFile(id: string): object[] {
  return [
    { do: 'write', path: `${id}.txt`, content: `${id}\n` },
    { do: 'commit', message: `unit ${id}` },
    { do: 'say', text: `made ${id}` },
  ];
}

/** Layers of three between single units: every second wave can use three slots, and all of it has one way through. */
export function diamond(count: number): PlannedUnit[] {
  const units: PlannedUnit[] = [{ id: 'u0' }];
  let before = ['u0'];
  while (units.length < count) {
    const layer = before.length === 1 ? 3 : 1;
    const ids = Array.from(
      { length: Math.min(layer, count - units.length) },
      (_, n) => `u${units.length + n}`,
    );
    units.push(...ids.map((id) => ({ id, after: before })));
    before = ids;
  }
  return units;
}

/**
 * A diamond of 20 units in eight layers, at most four wide: each waits for its neighbours in the layer before. Four slots
 * are enough for any of its moments, so the longest way through it is all that it has to take.
 *
 * @param steps what a unit does, by its number
 */
export function grid(steps: (number: number) => object[]): PlannedUnit[] {
  const widths = [1, 2, 3, 4, 4, 3, 2, 1];
  const units: PlannedUnit[] = [];
  let before: string[] = [];
  for (const width of widths) {
    const layer = Array.from({ length: width }, (_, place) => ({
      id: `g${units.length + place}`,
      after: before.filter((_, other) => Math.abs(other - place) <= 1),
      steps: steps(units.length + place),
    }));
    units.push(...layer);
    before = layer.map(({ id }) => id);
  }
  return units;
}

/** Waits for the end of a run; the daemon may be killed and started again meanwhile, if `again` does so. */
export async function untilRunEnded(world: World, id: string): Promise<RunView> {
  await untilRun(world, id, ({ ended_at }) => ended_at !== null);
  return world.client.run(id);
}

/** Waits until the run is as it should be. */
export async function untilRun(
  { client }: World,
  id: string,
  condition: (run: RunView) => boolean,
): Promise<RunView> {
  const done = new AbortController();
  for await (const { now } of client.live(done.signal)) {
    const run = now.runs.find((entry) => entry.id === id);
    if (!run || !condition(run)) continue;
    done.abort();
    return run;
  }
  throw new Error(`the daemon ended before run ${id} came so far`);
}

export async function runEvents({ client }: World, id: string): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of client.events({ run: id, follow: false }, new AbortController().signal))
    events.push(event);
  return events;
}

/** What must be true of every run: read from its events and from git alone. */
export async function checkRun(world: World, run: RunView): Promise<void> {
  const completed = await checkOrder(world, run);
  for (const [unit, commit] of completed) {
    await isAncestor(world, commit, run.branch ?? '');
    const session = run.units.find(({ id }) => id === unit)?.session_id ?? '';
    const { workspace } = await world.client.session(session);
    const first = await world.git('rev-list', '--reverse', `${workspace?.base_commit}..${workspace?.branch}`);
    for (const need of needsOf(run, unit))
      for (const made of first.trim().split('\n').filter(Boolean).slice(0, 1))
        await isAncestor(world, completed.get(need) ?? '', made);
  }
}

function needsOf({ units }: RunView, unit: string): readonly string[] {
  return units.find(({ id }) => id === unit)?.depends_on ?? [];
}

/** @returns the commits of the units that were completed, each begun after what it needs */
async function checkOrder(world: World, run: RunView): Promise<Map<string, string>> {
  const events = await runEvents(world, run.id);
  const completed = new Map<string, string>();
  const atWork = new Map<string, string>();
  const done = new Set<string>();
  for (const event of events) {
    if (event.kind === 'unit.started') {
      const { unit, session_id, base_commit } = event.data;
      expect(atWork.has(unit), `two attempts of ${unit} at once`).toBe(false);
      expect(done.has(unit), `${unit} is done again`).toBe(false);
      atWork.set(unit, session_id);
      for (const need of needsOf(run, unit)) {
        expect(completed.has(need), `${unit} begins before ${need} is merged`).toBe(true);
        await isAncestor(world, completed.get(need) ?? '', base_commit);
      }
    }
    if (event.kind === 'unit.retried' || event.kind === 'unit.failed') atWork.delete(event.data.unit);
    if (event.kind === 'unit.completed') {
      atWork.delete(event.data.unit);
      done.add(event.data.unit);
      completed.set(event.data.unit, event.data.commit ?? event.data.tip);
    }
  }
  return completed;
}

async function isAncestor(world: World, commit: string, of: string): Promise<void> {
  await expect(
    world.git('merge-base', '--is-ancestor', commit, of),
    `${commit} is not in ${of}`,
  ).resolves.toBe('');
}
