import { expect, test } from 'vitest';
import { createSystemClock } from './system-clock.ts';

test('steady time goes on while the process runs, and stands still while it is stopped', () => {
  let uptime = 1_000;
  const clock = createSystemClock(() => uptime);
  uptime += 20_000;
  expect(clock.steady()).toBe(20_000);
  // 90 s of SIGSTOP: nobody looks in between.
  uptime += 90_000;
  expect(clock.steady()).toBe(20_000);
  uptime += 5_000;
  expect(clock.steady()).toBe(25_000);
});
