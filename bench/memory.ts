/** Measures resident memory of the daemon with no, some and many active sessions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorld, untilSession, type World } from '../test/support/world.ts';
import type { Line } from './measure.ts';

const steps = [0, 20, 200];

export async function memory(): Promise<Line> {
  const command = [join(import.meta.dirname, 'agents/hanging-agent.sh')];
  await using world = await createWorld({
    config: {
      default_agent: 'hanging',
      agents: { hanging: { protocol: 'acp', command } },
      max_parallel: 200,
      limits: { per_repository: 200 },
    },
  });
  const pid = await world.startDaemon();
  const figures: string[] = [];
  let there = 0;
  for (const wanted of steps) {
    await startMore(world, wanted - there);
    there = wanted;
    figures.push(`${wanted}: ${Math.round(residentOf(pid) / 1024)} MB`);
  }
  return {
    what: 'memory of the daemon by sessions at work',
    fairlead: figures.join(', '),
    against: '',
    ratio: '',
  };
}

async function startMore(world: World, count: number): Promise<void> {
  if (count === 0) return;
  const tasks = Array.from({ length: count }, () => ({ task: 'hang' }));
  const sessions = await world.client.ask('sessions', { type: 'start', repo: world.repo, tasks });
  for (const { id } of sessions) await untilSession(world, id, ({ phase }) => phase === 'working');
}

/** Kilobytes. */
function residentOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
