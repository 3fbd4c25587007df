/** Command lines against the policy, with a real bash as the judge of what they do. */
import { describe, expect, test } from 'vitest';
import { commandsIn } from '../../src/core/policy/shell/forbidden-texts.ts';
import { judge } from '../../src/core/policy/judge.ts';
import { bash, policyOf } from '../support/policy-scene.ts';
import { fuzzed } from './fuzzed.ts';
import { beyondRules, hostile, hostileInZsh, hostileWrites } from './hostile.ts';
import { everyday, ordinary, projectRules, sampleRules } from './ordinary.ts';
import { hasBubblewrap, hasZsh, payload, runsPayload, type Shell } from './sandbox.ts';

const canRun = hasBubblewrap();
if (!canRun) console.warn('SKIPPED: bubblewrap is not installed, so no command line is run for real');

/** More than in the sample: what only the lines by chance begin with. */
const fuzzedRules = ['jq', 'noglob', 'nocorrect', 'print', 'export', 'repeat', '-'].map(
  (name) => `Bash(${name}:*)`,
);

const lines = Object.values(hostile)
  .flat()
  .map((line) => line.replaceAll('PAYLOAD', payload));
const shells: [Shell, boolean][] = [
  ['bash', true],
  ['zsh', hasZsh()],
];
if (!hasZsh()) console.warn('SKIPPED: zsh is not installed, so no command line is run in it');
const fuzzing = policyOf({ allow: [...sampleRules, ...fuzzedRules] }, 'moderate');
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

const inZsh = hostileInZsh.map((line) => line.replaceAll('PAYLOAD', payload));

test.skipIf(!canRun || !hasZsh())(
  'each line that is hostile in zsh does what it must not, when it is let',
  async () => {
    const ran = new Set(await runsPayload(inZsh, { shell: 'zsh', patience: 5, fresh: true }));
    expect(inZsh.filter((_line, index) => !ran.has(index))).toEqual([]);
  },
);

test.skipIf(!canRun)('each line that writes where it must not does so, when it is let', async () => {
  const ran = new Set(await runsPayload(hostileWrites, { patience: 5, fresh: true }));
  expect(hostileWrites.filter((_line, index) => !ran.has(index))).toEqual([]);
});

test('none of them is allowed by broad rules', () => {
  const broad = policyOf({ allow: [...sampleRules, ...fuzzedRules, ...projectRules] }, 'moderate');
  const placed = (line: string) => line.replaceAll('/tmp/home', '/home/user');
  const allowed = [...inZsh, ...hostileWrites].filter(
    (line) => judge(broad, bash(placed(line))).decision === 'allow',
  );
  expect(allowed).toEqual([]);
});

describe.each(Object.entries(beyondRules))('a broad rule does not cover %s', (_kind, cases) => {
  test.each(cases)('%s', (line, ...names) => {
    const policy = policyOf(
      { allow: names.map((name) => `Bash(${name}:*)`), deny: ['Read(private/**)'] },
      'moderate',
    );
    expect(judge(policy, bash(line)).decision).not.toBe('allow');
  });
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

test('at most one in twenty of the lines of every day is asked about, where a project has its usual rules', () => {
  const policy = policyOf({ allow: [...projectRules], deny: ['Read(private/**)'] }, 'moderate');
  expect(new Set(everyday).size).toBeGreaterThanOrEqual(100);
  const asked = everyday.filter((line) => judge(policy, bash(line)).decision !== 'allow');
  expect(asked.length / everyday.length).toBeLessThanOrEqual(0.05);
});

/** How many lines are put together by chance; `FAIRLEAD_FUZZ=500000` takes minutes and wants another seed each time. */
const count = Number(process.env['FAIRLEAD_FUZZ'] ?? 5_000);
const seed = Number(process.env['FAIRLEAD_FUZZ_SEED'] ?? 20_261_121);

describe(`${count} lines by chance`, () => {
  const allowed = new Set<string>();
  const others: string[] = [];
  for (let at = 0; at < count; at += 5_000)
    for (const line of fuzzed(seed + at, Math.min(5_000, count - at), payload))
      if (judge(fuzzing, bash(line)).decision === 'allow') allowed.add(line);
      else if (others.length < 400) others.push(line);
  const lines = [...allowed];

  test('enough of them are allowed', () => {
    expect(lines.length).toBeGreaterThan(count / 50);
  });

  describe.each(shells)('in %s', (shell, isInstalled) => {
    const canRunIt = canRun && isInstalled;

    test.skipIf(!canRunIt)(
      'none that is allowed runs the payload, or changes anything outside or of git itself',
      async () => {
        const unsound: string[] = [];
        for (let at = 0; at < lines.length; at += 2_000) {
          const batch = lines.slice(at, at + 2_000);
          const ran = await runsPayload(batch, { shell, patience: 2, fresh: false });
          unsound.push(...ran.map((index) => batch[index] ?? ''));
        }
        expect(unsound).toEqual([]);
      },
      3_600_000,
    );

    test.skipIf(!canRunIt)('some that are not would', async () => {
      expect((await runsPayload(others, { shell, patience: 2, fresh: false })).length).toBeGreaterThan(3);
    });
  });
});
