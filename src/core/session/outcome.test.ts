import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../contract/event.ts';
import { outcomeOf } from './outcome.ts';
import type { SessionPhase, Session } from './state.ts';
import { play } from '../../../test/support/core-scene.ts';

const { session } = play({}, []);
const at = '2026-01-01T00:00:00.000Z';
const inPhase = (phase: SessionPhase): Session => ({ ...session, phase });
const event = (kind: string, data: object) =>
  ({ kind, at, session_id: session.id, run_id: null, data }) as NewEvent;
const interrupt = { by: 'maria', since: at, overdue: false };

describe('the work of a command', () => {
  it.each<[string, SessionPhase, 'under way' | 'session' | 'timed_out']>([
    ['goes on while the agent ends its turn', { name: 'working', interrupt }, 'under way'],
    ['ends with the turn', { name: 'idle', since: at, why: 'interrupted' }, 'session'],
    [
      'ends although the next turn has begun with the same commit',
      { name: 'working', interrupt: null },
      'session',
    ],
    [
      'ends when the agent does not react',
      { name: 'waiting', interrupt: { ...interrupt, overdue: true } },
      'timed_out',
    ],
  ])('interrupt: %s', (_what, phase, expected) => {
    const outcome = outcomeOf('interrupt', [], inPhase(phase), 5);
    expect(outcome?.ok ? outcome.value.type : (outcome?.error.code ?? 'under way')).toBe(expected);
  });

  it('stop: ends with the session, or at once if that has ended', () => {
    const ended = inPhase({ name: 'ended', outcome: { kind: 'stopped', by: 'maria' }, upkeep: null });
    const last = event('session.ended', {
      outcome: { kind: 'stopped', by: 'maria' },
      killed: 2,
      survivors: 0,
    });
    const stopped = (killed: number) => ({
      value: { data: [{ session_id: session.id, killed, survivors: 0 }] },
    });
    expect(
      outcomeOf('stop', [], inPhase({ name: 'stopping', outcome: { kind: 'stopped', by: 'maria' } }), 5),
    ).toBe(undefined);
    expect(outcomeOf('stop', [last], ended, 5)).toMatchObject(stopped(2));
    expect(outcomeOf('stop', [], ended, 5)).toMatchObject(stopped(0));
  });

  it('merge: ends with the merge or with the problem', () => {
    const merge = { into: 'main', from: 'a', commit: 'b', strategy: 'squash' };
    const problem = { code: 'conflict', message: 'no', next: 'try: yes' };
    expect(
      outcomeOf('merge', [event('upkeep.started', { task: { kind: 'merge' } })], session, 5),
    ).toBeUndefined();
    expect(outcomeOf('merge', [event('session.merged', merge)], session, 5)).toMatchObject({
      value: { type: 'merge', data: { into: 'main', commit: 'b', strategy: 'squash' } },
    });
    expect(outcomeOf('merge', [event('upkeep.failed', { task: 'merge', problem })], session, 5)).toEqual({
      ok: false,
      error: problem,
    });
  });
});
