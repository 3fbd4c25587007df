import { expect, test } from 'vitest';
import { watchSkippedTime } from './skipped-time.ts';

function scene() {
  const time = { wall: 1_000_000, steady: 0 };
  const skipped = watchSkippedTime({ now: () => time.wall, steady: () => time.steady });
  const pass = (wall: number, steady: number) => {
    time.wall += wall;
    time.steady += steady;
  };
  return { skipped, pass };
}

const hour = 3_600_000;

test.each([
  ['a clock that is set on', 3 * hour, 0, 3 * hour],
  ['a clock that is set back', -2 * hour, 1_000, -2 * hour - 1_000],
  ['time that passes', hour, hour, 0],
  ['what a time server corrects', hour + 20_000, hour, 0],
])('%s', (_what, wall, steady, expected) => {
  const { skipped, pass } = scene();
  pass(wall, steady);
  expect(skipped.pending()).toBe(expected);
  expect(skipped.take()).toBe(expected);
  expect(skipped.take()).toBe(0);
});

test('corrections that add up over days are no jump, as long as somebody looks', () => {
  const { skipped, pass } = scene();
  for (let days = 0; days < 10; days += 1) {
    pass(24 * hour + 20_000, 24 * hour);
    expect(skipped.take()).toBe(0);
  }
});
