import { describe, expect, it } from 'vitest';
import { admit, waitingFor, type Candidate, type Live } from './admit.ts';
import { heldAccounts } from './held-accounts.ts';

const candidate = (change: Partial<Candidate> = {}): Candidate => ({
  id: 'c',
  repo: '/a',
  agent: 'claude',
  answered: false,
  max_parallel: 3,
  per_repository: 10,
  per_agent: 10,
  held: null,
  since: 0,
  ...change,
});
const live = (...repos: string[]): Live[] => repos.map((repo) => ({ repo, agent: 'claude' }));

describe('the session that gets the next slot', () => {
  it.each([
    ['nobody where all are taken', [candidate()], live('/a', '/a', '/b'), undefined],
    ['one that may have more than the others', [candidate({ max_parallel: 4 })], live('/a', '/a', '/b'), 'c'],
    ['nobody in a full repository', [candidate({ per_repository: 1 })], live('/a'), undefined],
    ['nobody of an agent that is at work often enough', [candidate({ per_agent: 1 })], live('/b'), undefined],
    ['one of another agent', [candidate({ per_agent: 1, agent: 'codex' })], live('/b'), 'c'],
    ['the longest wait', [candidate({ since: 2 }), candidate({ id: 'd', since: 1 })], [], 'd'],
    ['an answer before that', [candidate({ since: 2, answered: true }), candidate({ id: 'd' })], [], 'c'],
    ['the emptier repository', [candidate(), candidate({ id: 'd', repo: '/b', since: 9 })], live('/a'), 'd'],
    [
      'one past those that are held',
      [
        candidate({ answered: true, held: { kind: 'limit', text: 'x', until: null } }),
        candidate({ id: 'd', since: 9 }),
      ],
      [],
      'd',
    ],
  ] as const)('%s', (_what, candidates, running, expected) => {
    expect(admit(candidates, running)).toBe(expected);
  });
});

it.each([
  [candidate(), live('/a', '/a', '/b'), '3 of 3 running'],
  [candidate({ per_repository: 2 }), live('/a', '/a'), '2 of 2 running in its repository'],
  [candidate({ per_agent: 1 }), live('/b'), '1 of 1 running with claude'],
  [candidate({ held: { kind: 'disk', text: 'full', until: null } }), [], 'full'],
  [candidate(), live('/a'), undefined],
])('says why there is none: %#', (wanting, running, text) => {
  expect(waitingFor(wanting, running)?.text).toBe(text);
});

it('blocks an account until the latest reset time of its sessions, and no longer', () => {
  const limits = [
    { account: 'a', until: '2026-01-01T10:00:00.000Z', tries: 1 },
    { account: 'a', until: '2026-01-01T12:00:00.000Z', tries: 1 },
    { account: 'b', until: '2026-01-01T11:00:00.000Z', tries: 1 },
  ];
  const held = (at: string) =>
    [...heldAccounts(limits, at)].map(([name, { until }]) => [name, until?.slice(11, 13)]);
  expect(held('2026-01-01T09:00:00.000Z')).toEqual([
    ['a', '12'],
    ['b', '11'],
  ]);
  expect(held('2026-01-01T11:00:00.000Z')).toEqual([['a', '12']]);
  expect(held('2026-01-01T12:00:00.000Z')).toEqual([]);
});
