import { describe, expect, it } from 'vitest';
import { kinds, play, settings, steps, working, type Step } from '../../../../test/support/core-scene.ts';
import { viewOf } from '../view.ts';
import { nextDeadline } from './deadlines.ts';

const retrying = (attempt: number, failure: 'auth' | 'limit' | null, error: string): Step => ({
  agent: { type: 'retrying', attempt, of: 10, wait_ms: 1_000, error, failure },
});
const text: Step = { agent: { type: 'text', message: 'm', text: 'at last', parent: null } };
/** Steps are one second apart. */
const halfAMinute = Array.from({ length: 30 }, () => retrying(4, 'limit', '429'));
const due: Step = { world: { type: 'deadline', kind: 'retrying' } };

describe('an agent that retries its model', () => {
  it('after a login that is refused twice has failed, and says that it needs one', () => {
    const first = play({}, [...working, retrying(1, 'auth', '401 unauthorized')]);
    expect(viewOf(first.session).phase).toBe('working');
    const second = play({}, [
      ...working,
      retrying(1, 'auth', '401 unauthorized'),
      retrying(2, 'auth', '401 unauthorized'),
    ]);
    expect(viewOf(second.session)).toMatchObject({ phase: 'stopping', attention: ['auth'] });
    expect(kinds(second.last)).toContain('agent.retrying');
  });

  it('for 30 s needs a person, until the model answers', () => {
    const { session } = play({}, [...working, retrying(3, 'limit', '429'), retrying(4, 'limit', '429')]);
    const { since } = viewOf(session).retrying ?? {};
    expect(nextDeadline(session, settings)).toEqual({
      kind: 'retrying',
      at: Date.parse(since ?? '') + 30_000,
    });
    const long = play({}, [...working, ...halfAMinute, due]);
    expect(viewOf(long.session)).toMatchObject({
      attention: ['limit'],
      retrying: { attempt: 4, of: 10, error: '429', failure: 'limit' },
    });
    const answered = play({}, [...working, ...halfAMinute, due, text]);
    expect(viewOf(answered.session)).toMatchObject({ attention: [], retrying: null });
  });

  it('is no longer reported when its turn is over', () => {
    const { session } = play({}, [...working, retrying(1, null, '500'), steps.completed]);
    expect(viewOf(session).retrying).toBeNull();
  });
});
