/** Whatever comes to the daemon's doors, the daemon goes on, and who may come in gets in. */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processTable } from '../../src/host/process/platform-process-table.ts';
import { hostileRequests } from '../support/hostile-requests.ts';
import { createRandom } from '../support/random.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let pid: number;

beforeEach(async () => {
  world = await createWorld();
});

afterEach(() => world[Symbol.asyncDispose]());

interface Doors {
  port: number;
  token: string;
}

function doors(): Doors {
  const { port } = JSON.parse(readFileSync(join(world.state, 'daemon.json'), 'utf8')) as { port: number };
  return { port, token: readFileSync(join(world.state, 'token'), 'utf8').trim() };
}

/** Sends what is given and goes away at the first word of an answer, or, with `last`, when the other side has read all. */
function shout(
  to: { port: number } | { path: string },
  text: string,
  { last = false } = {},
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(to);
    let heard = '';
    socket.on('error', () => socket.destroy());
    socket.once('data', (data) => {
      heard = data.toString('latin1');
      socket.destroy();
    });
    socket.once('end', () => socket.destroy());
    socket.once('close', () => resolve(heard));
    socket.write(text, 'latin1');
    if (last) socket.end();
  });
}

async function goesOn(): Promise<void> {
  expect(processTable.read(pid)?.zombie).toBe(false);
  expect((JSON.parse(readFileSync(join(world.state, 'daemon.json'), 'utf8')) as { pid: number }).pid).toBe(
    pid,
  );
  await expect(world.client.daemon()).resolves.toMatchObject({ pid });
}

describe('a web page that opens a WebSocket without the token', () => {
  it.each(['//', '///', '/\\', 'http://[', 'http://', '//[', '*', '/%', '/api/v1/live'])(
    'at %s is refused, and the daemon goes on',
    async (target) => {
      pid = await world.startDaemon();
      const { port, token } = doors();
      const upgrade = `Host: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`;
      expect(await shout({ port }, `GET ${target} HTTP/1.1\r\n${upgrade}\r\n`)).toMatch(
        /^HTTP\/1.1 (400|401) /,
      );
      const authorized = `${upgrade}Authorization: Bearer ${token}\r\n`;
      expect(await shout({ port }, `GET ${target} HTTP/1.1\r\n${authorized}\r\n`)).toMatch(
        target === '/api/v1/live' ? /^HTTP\/1.1 101 / : /^HTTP\/1.1 40[04] /,
      );
      await shout({ port }, `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
      await shout({ path: join(world.state, 'daemon.sock') }, `GET ${target} HTTP/1.1\r\n${upgrade}\r\n`);
      await shout({ path: join(world.state, 'daemon.sock') }, `GET ${target} HTTP/1.1\r\nHost: [\r\n\r\n`);
      await goesOn();
    },
  );
});

it('100,000 hostile requests, with and without the token, do not end the daemon', async () => {
  pid = await world.startDaemon();
  const { port, token } = doors();
  const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_128);
  const random = createRandom(seed);
  const caller = { host: `127.0.0.1:${port}`, authorization: `Bearer ${token}` };
  const batch = 20;
  let left = 100_000 / batch;
  const knocker = async (): Promise<void> => {
    for (; left > 0; left -= 1)
      await shout(
        left % 5 === 0 ? { path: join(world.state, 'daemon.sock') } : { port },
        hostileRequests(random, batch, caller),
        { last: left % 3 === 0 },
      );
  };
  await Promise.all(Array.from({ length: 16 }, knocker));
  await goesOn();
  const log = readFileSync(join(world.state, 'daemon.log'), 'utf8');
  expect(log, `seed ${seed}`).not.toMatch(/uncaught|a request failed/);
});

it('a person uses the command line and the token while 400 connections say nothing', async () => {
  pid = await world.startDaemon();
  const { port, token } = doors();
  const idle = await Promise.all(Array.from({ length: 400 }, () => open(port)));
  try {
    const listed = await world.cli('ls', '--json');
    expect(listed.status, listed.stderr).toBe(0);
    const request = `GET /api/v1/sessions HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    expect(await shout({ port }, request)).toMatch(/^HTTP\/1.1 200 /);
    await goesOn();
    // The longest silent are closed first, and those that are left stay few.
    expect(idle.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(64);
  } finally {
    for (const { socket } of idle) socket.destroy();
  }
});

interface Idle {
  socket: Socket;
  closed: boolean;
}

/** A connection on which nothing is said. */
function open(port: number): Promise<Idle> {
  return new Promise((resolve) => {
    const idle: Idle = { socket: connect({ port }), closed: false };
    idle.socket.once('connect', () => resolve(idle));
    idle.socket.on('error', () => idle.socket.destroy());
    idle.socket.once('end', () => idle.socket.destroy());
    idle.socket.once('close', () => {
      idle.closed = true;
      resolve(idle);
    });
  });
}
