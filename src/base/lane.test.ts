import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLane } from './lane.ts';

describe('lane', () => {
  it('runs tasks in order, whatever each takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(fc.nat(), { maxLength: 8 }), async (scheduler, values) => {
        const lane = createLane();
        const seen: number[] = [];
        const slow = scheduler.scheduleFunction(async (value: number) => value);
        for (const value of values) void lane.run(async () => seen.push(await slow(value)));
        await scheduler.waitFor(lane.drain());
        expect(seen).toEqual(values);
      }),
    );
  });

  it('continues after a failed task, and drains', async () => {
    const lane = createLane();
    const failed = lane.run(() => Promise.reject(new Error('no')));
    const next = lane.run(() => 7);
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe(7);
    await lane.drain();
    expect(lane.size).toBe(0);
  });

  it('counts a task that throws at once', async () => {
    const lane = createLane();
    await expect(
      lane.run(() => {
        throw new Error('at once');
      }),
    ).rejects.toThrow('at once');
    await lane.drain();
    expect(lane.size).toBe(0);
  });
});
