/** The daemon is killed again and again while a plan runs: the plan ends, and nothing of it is done twice. */
import { describe, expect, it } from 'vitest';
import { checkRun, diamond, untilRunEnded, writePlan } from '../support/plan-world.ts';
import { createRandom } from '../support/random.ts';
import { createWorld, type World } from '../support/world.ts';

const kills = 50;
const seed = Number(process.env['SEED'] ?? 20_261_121);

/** Lets so many events come, or the run end, whichever is first. */
async function letHappen({ client }: World, run: string, events: number): Promise<boolean> {
  const done = new AbortController();
  let left = events;
  for await (const { now, changes } of client.live(done.signal)) {
    left -= changes?.events.length ?? 0;
    const ended = now.runs.some(({ id, ended_at }) => id === run && ended_at !== null);
    if (left < 0 || ended) {
      done.abort();
      return ended;
    }
  }
  return false;
}

describe('a daemon that is killed', () => {
  it(`${kills} times while a plan of 20 units runs, runs it to its end`, async () => {
    const random = createRandom(seed);
    await using world = await createWorld({ config: { default_agent: 'scripted', max_parallel: 4 } });
    let killed = 0;
    for (let round = 0; killed < kills; round += 1) {
      const plan = await writePlan(world, `round${round}.yaml`, diamond(20));
      await world.startDaemon();
      const { id } = await world.client.ask('run', {
        type: 'run',
        repo: world.repo,
        paths: [plan],
        max_parallel: 4,
      });
      // A round has about 500 events; kills are spread over all of them.
      while (killed < kills && !(await letHappen(world, id, random.below(20)))) {
        await world.killDaemon();
        killed += 1;
        await world.startDaemon();
      }
      const run = await untilRunEnded(world, id);
      expect(run, JSON.stringify(run.units)).toMatchObject({
        status: 'completed',
        progress: { completed: 20 },
      });
      await checkRun(world, run);
      for (const unit of run.units)
        await expect(world.git('show', `${run.branch}:${unit.id}.txt`)).resolves.toBe(`${unit.id}\n`);
      await world.killDaemon();
    }
    expect(await world.git('fsck', '--no-dangling')).toBe('');
  }, 600_000);
});
