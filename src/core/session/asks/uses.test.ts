/** Uses of rules in events: once per call, however often it is asked about. */
import { describe, expect, it } from 'vitest';
import { play, settings, steps, context, working, type Step } from '../../../../test/support/core-scene.ts';
import type { Decision } from '../../../contract/verdict.ts';
import { recordAgent } from '../record-agent.ts';
import { recordWorld } from '../record-world.ts';
import type { DecisionContext } from '../decision-context.ts';
import { usesOf } from './uses.ts';

const key = (decision: Decision) => `${decision} Bash(make:*) in c`;

/** One rule with one use. */
function once(decision: Decision, count = 0): Partial<DecisionContext> {
  const rule = { rule: 'Bash(make:*)', source: 'c', root: '/', max_uses: 1 };
  const policy = { ...settings.policy, level: 'moderate' as const, [decision]: [rule] };
  return { settings: { ...settings, policy }, used: (asked) => (asked === key(decision) ? count : 0) };
}

function asking(change: object = {}): Step {
  const { agent } = steps.asked('r1', 't1', 'make it') as Extract<Step, { agent: unknown }>;
  return { agent: { ...agent, ...change } };
}

describe('a call', () => {
  it.each(['allow', 'deny', 'ask'] as const)('that a rule decides about is a use of it: %s', (decision) => {
    const { pendingEvents } = play({}, [...working, asking()], once(decision));
    expect(pendingEvents.flatMap(usesOf)).toEqual([key(decision)]);
    const used = play({}, [...working, asking()], once(decision, 1));
    expect(used.pendingEvents.flatMap(usesOf)).toEqual([]);
    expect(used.last[0]?.kind).toBe('approval.asked');
  });

  it.each(['allow', 'ask'] as const)(
    'that is asked about before the rules of the agent and after them is one use, of the last there is too: %s',
    (decision) => {
      const first = play({}, [...working, asking({ preflight: true })], once(decision));
      const before = first.pendingEvents.flatMap(usesOf);
      expect(before).toEqual(decision === 'ask' ? [] : [key(decision)]);
      const question = asking({ request: 'r2' });
      if (!('agent' in question)) throw new Error('no question');
      const around = context(60, { ...once(decision), used: countOf(() => before) });
      const pendingEvents = recordAgent(first.session, question.agent, {
        ...around,
        ref: { offset: 0, length: 1 },
      });
      expect([...before, ...pendingEvents.flatMap(usesOf)]).toEqual([key(decision)]);
      expect(pendingEvents[0]?.kind).toBe(decision === 'ask' ? 'approval.asked' : 'policy.decided');
    },
  );

  it('that is asked about in pieces is one use', () => {
    const pieces = ['r1', 'r2', 'r3'].map((request) => asking({ request, pieces_of: 'p/1' }));
    const { pendingEvents, last } = play({}, [...working, ...pieces], { ...once('allow') });
    expect(pendingEvents.flatMap(usesOf)).toEqual([key('allow')]);
    expect(last).toMatchObject([{ kind: 'policy.decided', data: { verdict: { decision: 'allow' } } }]);
  });

  it('with the id of an approved call is another use', () => {
    const { pendingEvents } = play({}, [...working, asking(), asking({ request: 'r2' })], once('allow'));
    expect(pendingEvents.flatMap(usesOf)).toEqual([key('allow'), key('allow')]);
  });

  it('that waits because of a rule stays pending when that was the last use of it', () => {
    const allow = { rule: 'Bash', source: 'c', root: '/' };
    const known = once('ask');
    known.settings = { ...settings, policy: { ...(known.settings ?? settings).policy, allow: [allow] } };
    const { session } = play({}, [...working, asking()], known);
    const around = context(60, { ...known, used: countOf(() => [key('ask')]) });
    expect(recordWorld(session, { type: 'policy_changed', by: 'x' }, around)).toEqual([]);
  });
});

it('of several pending calls, a rule with one use left answers one', () => {
  const three = ['a', 'b', 'c'].map((name) => steps.asked(name, name, 'make it'));
  const { session } = play({}, [...working, ...three]);
  const around = context(60, once('allow'));
  const answered = recordWorld(session, { type: 'policy_changed', by: 'x' }, around);
  expect(answered).toMatchObject([
    { kind: 'approval.answered', data: { status: 'allowed', uses: [key('allow')] } },
  ]);
});

function countOf(uses: () => readonly string[]): (key: string) => number {
  return (asked) => uses().filter((key) => key === asked).length;
}
