/** Live readers: however much there is, each gets all of it once, and what it lacks comes whole. */
import { randomUUID } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Event } from '../../src/contract/event.ts';
import type { LiveMessage, Snapshot } from '../../src/contract/live.ts';
import { createLiveState } from '../../src/contract/live-state.ts';
import { parseEvents } from '../../src/client/server-sent-events.ts';
import { createWorld, untilEnded, type World, startTasks } from '../support/world.ts';

let world: World;

const script = (...steps: object[]) => `<script>${JSON.stringify(steps)}</script>`;

beforeEach(async () => {
  world = await createWorld({ config: { default_agent: 'scripted' } });
  await world.startDaemon();
});

afterEach(() => world[Symbol.asyncDispose]());

describe('twelve sessions with a megabyte of task each', () => {
  const long = 'x'.repeat(990_000);

  beforeEach(async () => {
    // As many as fit into one command; all in one commit, which is one message.
    for (const size of [4, 4, 4]) await drafts(Array.from({ length: size }, () => long));
  });

  it('are all in what a WebSocket gets, in parts of a megabyte, with their tasks cut', async () => {
    const messages = await liveOverWebSocket('', (now) => now.sessions.length === 12);
    for (const message of messages) expect(JSON.stringify(message).length).toBeLessThan(1.2e6);
    const { sessions } = foldAll(messages);
    expect(sessions.map(({ task, task_cut }) => [task.length, task_cut])).toEqual(
      Array.from({ length: 12 }, () => [2_000, true]),
    );
  });

  it('are in what server-sent events get, whole where a session is asked for, and cut in a list', async () => {
    const done = new AbortController();
    for await (const { now } of world.client.live(done.signal)) if (now.sessions.length === 12) done.abort();
    const [first] = await world.client.sessions();
    expect(first).toMatchObject({ task: 'x'.repeat(2_000), task_cut: true });
    const whole = await world.client.session(first?.id ?? '');
    expect(whole.task).toHaveLength(990_000);
    expect(whole).not.toHaveProperty('task_cut');
  });

  it('do not keep `start --wait` from its answer, nor a reader that is there while more are started', async () => {
    const reading = liveOverWebSocket('', (now) => now.sessions.length === 21);
    const waited = await world.cli('start', '--wait', script({ do: 'say', text: 'hello' }));
    expect(waited.status, waited.stderr).toBe(0);
    for (const size of [4, 4]) await drafts(Array.from({ length: size }, () => long));
    expect(foldAll(await reading).sessions).toHaveLength(21);
  });

  it('have their events whole in the stream of events, in order, also for a reader that pauses', async () => {
    const events = await readEvents('/api/v1/events?follow=false', { pausing: true });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    const created = events.filter(({ kind }) => kind === 'session.created');
    expect(created.map(({ data }) => (data as { spec: { task: string } }).spec.task.length)).toEqual(
      Array.from({ length: 12 }, () => 990_000),
    );
  });
});

describe('more sessions than a snapshot shows', () => {
  it('come whole when they change, and when they are restored', async () => {
    const [oldest = ''] = await start(script({ do: 'say', text: 'first' }));
    const [removed = ''] = await start(script({ do: 'say', text: 'second' }));
    await untilEnded(world, [oldest, removed]);
    for (let batch = 0; batch < 6; batch += 1) await drafts(Array.from({ length: 200 }, () => 'later'));

    const reading = liveOverWebSocket('', (now) => {
      const ended = now.sessions.find(({ id }) => id === oldest);
      return ended?.epoch === 2 && ended.phase === 'ended' && now.sessions.some(({ id }) => id === removed);
    });
    await world.client.command({ type: 'remove', session: removed });
    await world.client.command({ type: 'undo', session: removed });
    await world.client.command({
      type: 'continue',
      session: oldest,
      text: script({ do: 'say', text: 'again' }),
    });
    const { sessions } = foldAll(await reading);
    const known = await world.client.sessions({ limit: 5_000 });
    const rows = new Map(known.map((session) => [session.id, session]));
    for (const session of sessions) expect(session, session.id).toEqual(rows.get(session.id));
    expect(sessions.at(-1)?.id, 'the oldest comes last').toBe(oldest);
  });
});

describe('a reader that was there before', () => {
  it('gets what it missed and nothing twice, over a killed daemon', async () => {
    const [id = ''] = await start(script({ do: 'say', text: 'one' }));
    await untilEnded(world, [id]);
    const before = await liveOverWebSocket('', () => true);
    const { seq } = foldAll(before);
    await world.killDaemon();
    await world.startDaemon();
    await world.client.command({ type: 'continue', session: id, text: script({ do: 'say', text: 'two' }) });
    await untilEnded(world, [id]);
    const stored = await readEvents('/api/v1/events?follow=false');
    const after = await liveOverWebSocket(`?after=${seq}`, (now) => now.seq === stored.at(-1)?.seq, before);
    expect(after.every(({ type }) => type === 'changes')).toBe(true);
    const missed = after.flatMap((message) => (message.type === 'changes' ? message.events : []));
    expect(missed.map((event) => event.seq)).toEqual(
      stored.map((event) => event.seq).filter((of) => of > seq),
    );
    expect(foldAll([...before, ...after]).sessions).toEqual(await world.client.sessions());
  });

  it('gets a snapshot where it is ahead of the log', async () => {
    const [message] = await liveOverWebSocket('?after=999999', () => true);
    expect(message).toMatchObject({ type: 'snapshot', part: 0, more: false });
  });

  it('gets as many events as it asks for, and the rest from there', async () => {
    await start(script({ do: 'say', text: 'one' }));
    const first = await readEvents('/api/v1/events?limit=2');
    expect(first.map(({ seq }) => seq)).toEqual([1, 2]);
    const [next] = await readEvents('/api/v1/events?after=2&limit=1');
    expect(next?.seq).toBe(3);
  });
});

async function start(...tasks: string[]): Promise<string[]> {
  return (await startTasks(world, ...tasks)).map(({ id }) => id);
}

async function drafts(tasks: string[]): Promise<void> {
  await world.client.command({
    type: 'start',
    repo: world.repo,
    draft: true,
    tasks: tasks.map((task) => ({ task })),
  });
}

function foldAll(messages: readonly LiveMessage[]): Snapshot {
  const state = createLiveState();
  for (const message of messages) state.take(message);
  return state.now;
}

/** Messages until the condition holds, of a reader that has these already. */
async function liveOverWebSocket(
  query: string,
  condition: (now: Snapshot) => boolean,
  before: readonly LiveMessage[] = [],
): Promise<LiveMessage[]> {
  const socket = new WebSocket(`ws+unix://${join(world.state, 'daemon.sock')}:/api/v1/live${query}`);
  const state = createLiveState();
  for (const message of before) state.take(message);
  const messages: LiveMessage[] = [];
  await new Promise<void>((resolve, reject) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as LiveMessage;
      messages.push(message);
      if (state.take(message) && condition(state.now)) resolve();
    });
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
  });
  socket.removeAllListeners('close').terminate();
  return messages;
}

/** @param pausing reads nothing until the daemon has sent what it can */
async function readEvents(path: string, { pausing = false } = {}): Promise<Event[]> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ socketPath: join(world.state, 'daemon.sock'), path, agent: false }, resolve)
      .once('error', reject)
      .end();
  });
  // Whatever else the daemon does meanwhile, it does not wait for this reader.
  if (pausing) await world.client.command({ type: 'gc', dry_run: true, command_id: randomUUID() } as never);
  response.setEncoding('utf8');
  const events: Event[] = [];
  for await (const { data } of parseEvents(response)) events.push(JSON.parse(data) as Event);
  return events;
}
