import { describe, expect, it } from 'vitest';
import { play, settings, steps, context, working } from '../../../../test/support/core-scene.ts';
import { advance } from '../then-decide.ts';
import { recordWorld } from '../record-world.ts';
import { pendingEvent, type Session } from '../state.ts';
import type { DeadlineKind } from './deadlines.ts';

const hour = 3_600;

/** The clock is set by this many seconds; the session took a few before. */
function set(session: Session, seconds: number): Session {
  return advance(session, [pendingEvent('time.skipped', { seconds })], context(seconds).at);
}

function meets(session: Session, kind: DeadlineKind, second: number): boolean {
  const silence_time_s = kind === 'silence' ? 60 : 10 * hour;
  const times = { ...settings, answer_time_s: 60, silence_time_s, interrupt_time_s: 60 };
  const facts = recordWorld(session, { type: 'deadline', kind }, context(second, { settings: times }));
  return facts.length > 0;
}

describe('a clock that is set', () => {
  const { session: busy } = play({ max_time_s: 60 }, working);
  const { session: asked } = play({}, [...working, steps.tool(), steps.asked()]);
  const { session: interrupted } = play({}, [...working, { command: { type: 'interrupt', session: 's1' } }]);

  it.each<[DeadlineKind, Session]>([
    ['time', busy],
    ['silence', play({}, working).session],
    ['answer', asked],
    ['interrupt', interrupted],
  ])('moves the deadline of kind %s, and what is left of it counts on', (kind, session) => {
    for (const seconds of [72 * hour, -2 * hour]) {
      const moved = set(session, seconds);
      expect(meets(moved, kind, seconds + 50)).toBe(false);
      expect(meets(moved, kind, seconds + 100)).toBe(true);
    }
  });

  it('leaves the moments that people read as they were', () => {
    const moved = set(asked, 72 * hour);
    expect(moved.asks[0]?.approval).toEqual(asked.asks[0]?.approval);
    expect(moved).toMatchObject({ created_at: asked.created_at, started_at: asked.started_at });
  });

  it('is no time that was worked', () => {
    const moved = set(busy, 72 * hour);
    const ended = advance(
      moved,
      [pendingEvent('session.stopping', { outcome: { kind: 'stopped', by: 'person' }, force: true })],
      context(72 * hour + 5).at,
    );
    expect(ended.slot_since).toBeNull();
    expect(ended.worked_s).toBeLessThan(60);
  });
});
