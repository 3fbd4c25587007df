/** Measures the time from an agent's output to its arrival at a client that follows it, with twenty active sessions. */
import { join } from 'node:path';
import { createWorld } from '../test/support/world.ts';
import { ms, quantile, type Line } from './measure.ts';

const sessions = 20;
const words = 100;

export async function latency(): Promise<Line> {
  const command = [
    process.execPath,
    join(import.meta.dirname, 'agents/plain-agent.mjs'),
    'clock',
    String(words),
    '50',
  ];
  await using world = await createWorld({
    config: {
      default_agent: 'clock',
      agents: { clock: { protocol: 'acp', command } },
      max_parallel: sessions,
      limits: { per_repository: sessions },
    },
  });
  await world.startDaemon();
  const done = new AbortController();
  const delays: number[] = [];
  const following = follow();
  await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    tasks: Array.from({ length: sessions }, () => ({ task: 'tell the time' })),
  });
  await following;
  return {
    what: `an agent's word reaches a client that follows, ${sessions} sessions at work`,
    fairlead: `p50 ${ms(quantile(delays, 0.5))}, p99 ${ms(quantile(delays, 0.99))}`,
    against: '',
    ratio: '',
  };

  async function follow(): Promise<void> {
    let ended = 0;
    for await (const event of world.client.events({}, done.signal)) {
      const now = performance.timeOrigin + performance.now();
      if (event.kind === 'agent.text')
        for (const time of event.data.text.trim().split(' ')) delays.push(now - Number(time));
      if (event.kind === 'session.ended' && (ended += 1) === sessions) done.abort();
    }
  }
}
