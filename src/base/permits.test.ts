import { describe, expect, it } from 'vitest';
import { createPermits } from './permits.ts';

describe('permits', () => {
  const never = new AbortController().signal;

  it('gives so many at once, then in order of asking', async () => {
    const permits = createPermits(2);
    const order: number[] = [];
    const held = await Promise.all([permits.take(never), permits.take(never)]);
    const third = permits.take(never).then((permit) => (order.push(3), permit));
    const fourth = permits.take(never).then((permit) => (order.push(4), permit));
    expect(order).toEqual([]);
    held[0][Symbol.dispose]();
    held[0][Symbol.dispose]();
    (await third)[Symbol.dispose]();
    await fourth;
    expect(order).toEqual([3, 4]);
  });

  it('removes a waiter that aborted', async () => {
    const permits = createPermits(1);
    const held = await permits.take(never);
    const controller = new AbortController();
    const given = permits.take(controller.signal);
    controller.abort(new Error('gave up'));
    await expect(given).rejects.toThrow('gave up');
    await expect(permits.take(controller.signal)).rejects.toThrow('gave up');
    held[Symbol.dispose]();
    await expect(permits.take(never)).resolves.toBeDefined();
  });
});
