/** Command lines against the policy, with a real bash as the judge of what they do. */
import { describe, expect, test } from 'vitest';
import { commandsIn } from '../../src/core/policy/shell/forbidden-texts.ts';
import { judge } from '../../src/core/policy/judge.ts';
import { bash, policyOf } from '../support/policy-scene.ts';
import { fuzzed } from './fuzzed.ts';
import { hostile } from './hostile.ts';
import { ordinary, sampleRules } from './ordinary.ts';
import { hasBubblewrap, payload, runsPayload } from './sandbox.ts';

const canRun = hasBubblewrap();
if (!canRun) console.warn('SKIPPED: bubblewrap is not installed, so no command line is run for real');

const lines = Object.values(hostile)
  .flat()
  .map((line) => line.replaceAll('PAYLOAD', payload));
const strict = policyOf({ allow: [...sampleRules] });
const moderate = policyOf({ allow: [...sampleRules] }, 'moderate');

test('there are enough of them', () => {
  expect(new Set(lines).size).toBeGreaterThanOrEqual(120);
  expect(new Set(ordinary).size).toBeGreaterThanOrEqual(60);
});

test.skipIf(!canRun)('each hostile line runs the payload, when it is let', async () => {
  const ran = new Set(await runsPayload(lines, { patience: 5, fresh: true }));
  expect(lines.filter((_line, index) => !ran.has(index))).toEqual([]);
});

describe.each([
  ['strict', strict],
  ['moderate', moderate],
] as const)('at the %s level', (_level, policy) => {
  test('no hostile line is allowed', () => {
    expect(lines.filter((line) => judge(policy, bash(line)).decision === 'allow')).toEqual([]);
  });

  test('no hostile line is allowed where a rule denies the payload: it is denied, or the name is hidden from all reading', () => {
    const denying = { ...policy, deny: policyOf({ deny: [`Bash(${payload}:*)`] }).deny };
    const plain = lines.filter((line) => commandsIn(line).some(({ words }) => words[0]?.value === payload));
    expect(plain.length).toBeGreaterThan(60);
    expect(plain.filter((line) => judge(denying, bash(line)).decision !== 'deny')).toEqual([]);
  });
});

test('at most a quarter of the ordinary lines is asked about', () => {
  const asked = ordinary.filter((line) => judge(moderate, bash(line)).decision !== 'allow');
  expect(asked.length).toBeLessThanOrEqual(ordinary.length / 4);
});

describe('5,000 lines by chance', () => {
  const all = fuzzed(20_261_121, 5_000, payload);
  const allowed = all.filter((line) => judge(strict, bash(line)).decision === 'allow');

  test.skipIf(!canRun)('none that is allowed runs the payload', async () => {
    expect(allowed.length).toBeGreaterThan(100);
    const ran = await runsPayload(allowed, { patience: 2, fresh: false });
    expect(ran.map((index) => allowed[index])).toEqual([]);
  });

  test.skipIf(!canRun)('some that are not would', async () => {
    const others = all.filter((line) => !allowed.includes(line)).slice(0, 200);
    expect((await runsPayload(others, { patience: 2, fresh: false })).length).toBeGreaterThan(5);
  });
});
