/** Agents without measure: the daemon lives within bounds, and serves the others meanwhile. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { floodBytes, floodEvents } from '../support/flood-agent.ts';
import { checkInvariants, readLeft } from '../support/invariants.ts';
import { createWorld, untilEnded, untilSession, type World } from '../support/world.ts';

/**
 * Mebibytes that the daemon may ever have in memory, with everything below together. It was 470 at most, and no more
 * with 700,000 events: what V8 lets lie about until it collects it.
 */
const bound = 600;

let world: World;
let daemon: number;

beforeAll(async () => {
  const program = join(import.meta.dirname, '../support/flood-agent.ts');
  world = await createWorld({
    config: {
      default_agent: 'scripted',
      agents: { flood: { protocol: 'acp', command: [process.execPath, program] } },
    },
  });
  daemon = await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

async function start(task: string, agent: string): Promise<string> {
  const [session] = await world.client.ask('sessions', {
    type: 'start',
    repo: world.repo,
    agent,
    tasks: [{ task }],
  });
  return session?.id ?? '';
}

/** A session beside the flood, from start to end, by the command line: it has to come through while the flood goes on. */
async function serveNeighbour(): Promise<void> {
  const task = `<script>${JSON.stringify([{ do: 'say', text: 'served' }])}</script>`;
  const neighbour = await world.cli('start', task, '--wait', '--json');
  expect(neighbour.status, neighbour.stderr).toBe(0);
  expect((await world.cli('ls')).stdout).toContain('served');
}

/** Mebibytes: the most that the daemon ever had in memory (proc(5), VmHWM). */
function highest(): number {
  const status = readFileSync(`/proc/${daemon}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

const eventsOf = (id: string) => readLeft(world).events.filter((event) => event.session_id === id);

describe('an agent that writes', () => {
  it(`${floodBytes / 1e6} MB without a newline is read past, and stopped`, async () => {
    const enough = join(world.root, 'enough-bytes');
    const id = await start(`line ${enough}`, 'flood');
    await untilSession(world, id, ({ phase }) => phase === 'working' || phase === 'ended');
    await serveNeighbour();
    writeFileSync(enough, '');
    const stopped = await world.cli('stop', id, '--json');
    expect(stopped.data()).toMatchObject([{ session_id: id, survivors: 0 }]);
    const [ended] = await untilEnded(world, [id]);
    expect(ended).toMatchObject({ outcome: { kind: 'stopped' } });
    const skipped = eventsOf(id).flatMap((event) => (event.kind === 'journal.skipped' ? [event.data] : []));
    expect(skipped).toMatchObject([{ why: 'the line is too long', lines: 1 }]);
    expect(highest()).toBeLessThan(bound);
    rmSync(join(world.state, 'sessions', id, 'out.jsonl'));
  }, 120_000);

  it(`${floodEvents} events has each of them kept, in order`, async () => {
    const enough = join(world.root, 'enough-events');
    const id = await start(`events ${enough}`, 'flood');
    await untilSession(world, id, ({ stats, phase }) => stats.tool_calls > 0 || phase === 'ended');
    await serveNeighbour();
    writeFileSync(enough, '');
    const [ended] = await untilEnded(world, [id]);
    expect(ended).toMatchObject({ status: 'completed', reason: null });
    const calls = eventsOf(id).flatMap((event) =>
      event.kind === 'tool.called' || event.kind === 'tool.finished' ? [event.data.tool_call] : [],
    );
    expect(calls.length).toBeGreaterThanOrEqual(floodEvents);
    expect(calls).toEqual(calls.map((_, index) => `t${Math.floor(index / 2) + 1}`));
    expect(highest()).toBeLessThan(bound);
  }, 120_000);

  it('what is no text has the rest of it heard', async () => {
    const id = await start('bytes', 'flood');
    const [ended] = await untilEnded(world, [id]);
    expect(ended).toMatchObject({ status: 'completed', reason: null });
    const events = eventsOf(id);
    expect(events.some(({ kind }) => kind === 'journal.skipped')).toBe(true);
    const text = events.flatMap((event) => (event.kind === 'agent.text' ? [event.data.text] : [])).join('');
    expect(text).toMatch(/^a\0b[\s\S]*f end\uFFFD+$/);
    for (const args of [['logs', id], ['show', id], ['ls'], ['events', '--session', id]]) {
      const { stdout, stderr } = await world.cli(...args);
      expect(stdout + stderr, args[0]).not.toMatch(unprintable);
    }
  }, 60_000);
});

it('all of it within the invariants and the bound', () => {
  checkInvariants(world, 3);
  expect(highest()).toBeLessThan(bound);
});

/** Control characters but tab and newline, and what changes the direction of text. */
// oxlint-disable-next-line no-control-regex -- these are what must not be there
const unprintable = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;
