/** One policy over the real agents of all makers: what it denies does not happen, whatever the agent would ask about. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/contract/event.ts';
import type { SessionView } from '../../src/contract/session.ts';
import { script } from '../models/script.ts';
import { realAgents, type Model, type RealAgent } from '../support/real-agents.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

const secret = 'correct-horse-battery';

describe.each(realAgents)('the real $name', (agent) => {
  const { configuration } = agent;

  it.skipIf(!configuration)('reads no secret and calls no denied tool, by whatever tool it tries', async () => {
    await using model = await agent.startModel();
    await using world = await open(agent, model, { deny: ['mcp__probe'] });
    const task = script([
      agent.read(await pathOf(world, '.env')),
      agent.run('cat .env'),
      agent.run('grep KEY .env'),
      agent.peek,
      { text: 'done' },
    ]);
    const { status, stdout } = await world.cli('start', '--wait', '--json', '--agent', agent.name, task);
    console.log(agent.name, status, stdout.slice(0, 3000));
    for (const e of await eventsOf(world)) console.log(JSON.stringify(e).slice(0,400));
    expect(JSON.stringify(model.requests)).not.toContain(secret);
    expect(existsSync(join(world.root, 'mcp.log'))).toBe(false);
  });
});

async function open(agent: RealAgent, model: Model, policy: { deny?: string[] }): Promise<World> {
  const world = await createWorld({
    files: { '.env': `KEY=${secret}\n`, 'README.md': 'hello\n' },
    config: {
      agents: { [agent.name]: agent.configuration ?? { protocol: 'acp', command: ['none'] } },
      policy: { level: 'moderate', ...policy },
    },
  });
  await agent.configure(world, model, join(world.root, 'mcp.log'));
  await world.startDaemon();
  return world;
}

/** A path that is right in any workspace. */
async function pathOf(_world: World, name: string): Promise<string> {
  return name;
}

async function eventsOf({ client }: World): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of client.events({ follow: false }, new AbortController().signal)) events.push(event);
  return events;
}
void untilEnded; void untilSession; void (0 as unknown as SessionView);
