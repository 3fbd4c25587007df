import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from './event.ts';
import type { Changes, SnapshotPart } from './live.ts';
import { createLiveState } from './live-state.ts';
import type { SessionView } from './session.ts';

const born = (number: number) => new Date(Date.UTC(2026, 0, 1) + number * 1_000).toISOString();
const row = (number: number, change: Partial<SessionView> = {}) =>
  ({ id: `s${number}`, created_at: born(number), name: 'x', removed: false, ...change }) as SessionView;

const snapshot = (rows: SessionView[], part = 0, more = false): SnapshotPart => ({
  type: 'snapshot',
  seq: 1,
  part,
  more,
  sessions: rows,
  approvals: [],
  runs: [],
});

let seq = 1;
const changes = (sessions: Changes['sessions']): Changes => ({
  type: 'changes',
  events: [{ seq: (seq += 1), kind: 'session.paused' } as Event],
  sessions,
  runs: {},
});

describe('what a subscriber knows', () => {
  it('is whole when the last part of a snapshot has come, and void when another one begins', () => {
    const state = createLiveState();
    expect(state.take(snapshot([row(3), row(2)], 0, true))).toBe(false);
    expect(state.take(snapshot([row(1)], 1))).toBe(true);
    expect(state.now.sessions.map(({ id }) => id)).toEqual(['s3', 's2', 's1']);
    state.take(snapshot([row(4)]));
    expect(state.now.sessions.map(({ id }) => id)).toEqual(['s4']);
  });

  it('has a session that comes whole later at its place by creation', () => {
    const state = createLiveState();
    state.take(snapshot([row(9), row(5)]));
    state.take(changes({ s7: row(7), s1: row(1) }));
    expect(state.now.sessions.map(({ id }) => id)).toEqual(['s9', 's7', 's5', 's1']);
  });

  it('is without a session that was removed, until it comes again', () => {
    const state = createLiveState();
    state.take(snapshot([row(2), row(1)]));
    state.take(changes({ s1: { removed: true } }));
    expect(state.now.sessions.map(({ id }) => id)).toEqual(['s2']);
    state.take(changes({ s1: row(1, { name: 'again' }) }));
    expect(state.now.sessions.at(-1)).toMatchObject({ id: 's1', name: 'again' });
  });

  it('gives the same lists as long as nothing changed, and never changes one that it gave', () => {
    const state = createLiveState();
    state.take(snapshot([row(1)]));
    const before = state.now.sessions;
    expect(state.now.sessions).toBe(before);
    state.take(changes({ s1: { name: 'other' } }));
    expect(before).toMatchObject([{ name: 'x' }]);
    expect(state.now.sessions).toMatchObject([{ name: 'other' }]);
  });

  it('is the same however changes were put into messages', () => {
    const change = fc.record({ id: fc.integer({ min: 0, max: 9 }), name: fc.string() });
    fc.assert(
      fc.property(fc.array(change), fc.array(fc.boolean()), (all, cuts) => {
        const [alone, together] = [createLiveState(), createLiveState()];
        for (const state of [alone, together])
          state.take(snapshot(Array.from({ length: 10 }, (_, number) => row(9 - number))));
        let message: Changes['sessions'] = {};
        all.forEach(({ id, name }, at) => {
          alone.take(changes({ [`s${id}`]: { name } }));
          message = { ...message, [`s${id}`]: { name } };
          if (cuts[at] !== true) return;
          together.take(changes(message));
          message = {};
        });
        together.take(changes(message));
        expect(together.now.sessions).toEqual(alone.now.sessions);
      }),
    );
  });
});
