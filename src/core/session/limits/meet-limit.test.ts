import { describe, expect, it } from 'vitest';
import { kinds, play, settings, steps, working, type Step } from '../../../../test/support/core-scene.ts';
import { nextDeadline } from '../watch/deadlines.ts';
import { holdsSlot, wantsSlot } from '../slot.ts';
import { viewOf } from '../view.ts';

const failed = (reason = 'slow down'): Step => ({
  agent: { type: 'turn_ended', result: { kind: 'failed', failure: 'limit', reason } },
});
const told = (resets_at: string | null, status: 'rejected' | 'allowed' = 'rejected'): Step => ({
  agent: { type: 'limit', status, window: null, resets_at },
});
const noon = '2026-01-01T12:00:00.000Z';
/** Steps are one second apart, from the beginning of 2026. */
const second = (count: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, count)).toISOString();

describe('a session that meets a usage limit', () => {
  it('gives its slot back, does not fail, and continues in the same conversation', () => {
    const held = play({}, [...working, told(noon), failed()]);
    expect(kinds(held.last)).toEqual(['turn.ended', 'session.limited', 'prompt.queued']);
    expect(holdsSlot(held.session)).toBe(false);
    expect(wantsSlot(held.session)).toBe('queued');
    expect(viewOf(held.session)).toMatchObject({
      status: 'running',
      phase: 'queued',
      attention: ['limit'],
      reason: null,
      waiting: { kind: 'limit', text: 'usage limit of claude', until: noon },
    });
    const onward = play({}, [...working, told(noon), failed(), steps.admitted]);
    expect(onward.last).toMatchObject([
      { kind: 'session.admitted' },
      { kind: 'turn.started', data: { turn: 2, text: expect.stringContaining('usage limit') as string } },
    ]);
    expect(viewOf(onward.session)).toMatchObject({ phase: 'working', attention: [], waiting: null });
  });

  it('burns neither continues nor restarts, however often', () => {
    const often = Array.from({ length: 9 }, () => [failed(), steps.admitted]).flat();
    const { session } = play({ auto_continue: true }, [...working, ...often]);
    expect(session).toMatchObject({ phase: { name: 'working' }, continues: 0, restarts: [], launches: 1 });
  });

  it('gets its task again if the agent cannot resume its conversation', () => {
    const capabilities = {
      approvals: true,
      preflight: 'all' as const,
      rewrites_input: false,
      resume: false,
      fork: false,
      interrupt: true,
      cost: false,
      resumes_torn_turn: false,
    };
    const { session } = play({}, [...working, failed()], { capabilities });
    expect(session.prompts).toMatchObject([{ text: 'Fix it' }]);
  });

  it('counts the account that is configured for its agent', () => {
    const claude = { ...settings.agents['claude'], account: 'team' } as (typeof settings.agents)[string];
    const { session } = play({}, [...working, failed()], {
      settings: { ...settings, agents: { ...settings.agents, claude } },
    });
    expect(session.limit).toMatchObject({ account: 'team' });
  });

  it('waits 1, 2, 5, then 15 minutes without a reset time, and starts over once it was served', () => {
    const until = (...more: Step[]) => play({}, [...working, failed(), ...more]).session.limit?.until;
    const again = [steps.admitted, failed()];
    expect(until()).toBe(second(5 + 60));
    expect(until(...again)).toBe(second(7 + 120));
    expect(until(...again, ...again)).toBe(second(9 + 300));
    expect(until(...again, ...again, ...again)).toBe(second(11 + 900));
    expect(until(...again, ...again, ...again, ...again)).toBe(second(13 + 900));
    expect(until(steps.admitted, steps.tool(), failed())).toBe(second(8 + 60));
  });

  it('uses the reset time of this turn, then of the text, and accepts a past one only once', () => {
    const until = (...more: Step[]) => play({}, [...working, ...more]).session.limit?.until;
    expect(until(told(noon), failed('try again in 20s'))).toBe(noon);
    expect(until(failed('try again in 20s'))).toBe(second(5 + 20));
    expect(until(told(noon), told(null, 'allowed'), failed())).toBe(second(7 + 60));
    expect(until(told(noon), failed(), steps.admitted, failed())).toBe(second(8 + 120));
    expect(until(told(second(1)), failed())).toBe(second(1));
    expect(until(told(second(1)), failed(), steps.admitted, told(second(1)), failed())).toBe(second(9 + 120));
  });

  it('keeps its task if the agent could not begin, and stops its process', () => {
    const refused: Step = { agent: { type: 'start_failed', failure: 'limit', reason: 'slow down' } };
    const { session, last } = play({}, [...working.slice(0, 3), refused]);
    expect(kinds(last)).toEqual(['process.releasing', 'session.limited']);
    expect(session.prompts).toMatchObject([{ text: 'Fix it' }]);
    const again = play({}, [...working.slice(0, 3), refused, steps.exited(), steps.admitted]);
    expect(kinds(again.last)).toEqual(['session.admitted', 'process.launching']);
  });

  it('waits if the agent exits because of it; is crashed if it was killed', () => {
    const { last, session } = play({}, [...working, told(noon), steps.exited(1, 1)]);
    expect(kinds(last)).toEqual(['process.exited', 'turn.ended', 'session.limited', 'prompt.queued']);
    expect(session).toMatchObject({ phase: { name: 'queued' }, process: null, limit: { until: noon } });
    const killed = play({}, [...working, told(noon), steps.exited(1, null, 'SIGKILL')]);
    expect(kinds(killed.last)).toContain('session.stopping');
  });

  it('withdraws its approvals', () => {
    const { last, session } = play({}, [...working, steps.tool(), steps.asked(), failed()]);
    expect(kinds(last)).toEqual(['approval.withdrawn', 'turn.ended', 'session.limited', 'prompt.queued']);
    expect(session.phase.name).toBe('queued');
  });

  it('pauses on request, and waits again when it is resumed', () => {
    const pause: Step = { command: { type: 'pause', target: 's1' } };
    const { session } = play({}, [...working, told(noon), pause, failed()]);
    expect(session).toMatchObject({ phase: { name: 'paused' }, limit: { until: noon } });
    expect(viewOf(session).attention).toEqual([]);
    const resumed = play({}, [
      ...working,
      told(noon),
      pause,
      failed(),
      { command: { type: 'resume', target: 's1' } },
    ]);
    expect(resumed.session).toMatchObject({ phase: { name: 'queued' }, limit: { until: noon } });
  });

  it('keeps its process only for a while', () => {
    const { session } = play({}, [...working, told(noon), failed()]);
    expect(nextDeadline(session, settings)).toEqual({
      kind: 'release',
      at: Date.parse(second(6 + settings.idle_time_s)),
    });
  });

  it('continues early if a person lifts the limit or launches it', () => {
    const held = [...working, told(noon), failed()];
    const lifted = play({}, [...held, { command: { type: 'resume', target: 's1' } }]);
    expect(lifted.last).toEqual([{ kind: 'limit.lifted', data: { by: 'maria' } }]);
    expect(lifted.session).toMatchObject({ phase: { name: 'queued' }, limit: null, waits_for: null });
    const launched = play({}, [...held, { command: { type: 'launch', session: 's1' } }]);
    expect(launched.last).toMatchObject([
      { kind: 'session.admitted', data: { by: 'maria' } },
      { kind: 'turn.started' },
    ]);
    // Only the provider's answer shows that the account can be used again.
    expect(launched.session.limit).toMatchObject({ until: noon });
    const served = play({}, [...held, { command: { type: 'launch', session: 's1' } }, steps.completed]);
    expect(served.session.limit).toBeNull();
    const elsewhere: Step = { world: { type: 'limit_lifted', account: 'claude', by: 'maria' } };
    expect(kinds(play({}, [...held, elsewhere]).last)).toEqual(['limit.lifted']);
    const other: Step = { world: { type: 'limit_lifted', account: 'codex', by: 'maria' } };
    expect(play({}, [...held, other]).last).toEqual([]);
  });
});

describe('a session that waits for a slot', () => {
  const waiting = { kind: 'slots', text: '3 of 3 running', until: null } as const;
  const held: Step = { world: { type: 'held', waiting } };

  it('records the reason once, shows it, and clears it when it gets a slot', () => {
    const { session, pendingEvents } = play({}, [held, held]);
    expect(kinds(pendingEvents)).toEqual(['session.waiting']);
    expect(viewOf(session)).toMatchObject({ waiting, attention: [], last_activity_at: second(0) });
    expect(viewOf(play({}, [held, steps.admitted]).session).waiting).toBeNull();
    expect(play({}, [steps.admitted, held]).last).toEqual([]);
  });

  it.each(['limit', 'auth', 'budget'] as const)('needs a person if it waits for %s', (kind) => {
    const { session } = play({}, [{ world: { type: 'held', waiting: { ...waiting, kind } } }]);
    expect(viewOf(session).attention).toEqual([kind]);
  });
});
