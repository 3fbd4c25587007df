import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { watchStrangers, type StrangerLimits } from './strangers.ts';

test('a connection that shows nothing in time is closed, one that was admitted stays', async () => {
  await using server = await listening({ most: 10, patience: 1 });
  const admitted = await server.connect();
  server.strangers.admit(admitted.far);
  const silent = await server.connect();
  await once(silent.near, 'close');
  expect(admitted.far.destroyed).toBe(false);
});

test('one more than may wait closes the one that has waited longest', async () => {
  await using server = await listening({ most: 2, patience: 1_000_000 });
  const [first, second] = [await server.connect(), await server.connect()];
  const third = await server.connect();
  await once(first.near, 'close');
  expect([second.far.destroyed, third.far.destroyed]).toEqual([false, false]);
});

async function listening(limits: StrangerLimits) {
  const server = createServer();
  const strangers = watchStrangers(server, limits);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const open: Socket[] = [];
  return {
    strangers,
    async connect() {
      const arrived = once(server, 'connection') as Promise<[Socket]>;
      const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
      near.on('error', () => near.destroy()).resume();
      open.push(near);
      const [far] = await arrived;
      return { near, far };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
