import { describe, expect, it } from 'vitest';
import { kinds, play, steps, context, working, type Step } from '../../../../test/support/core-scene.ts';
import type { StopRule } from '../../../contract/settings.ts';
import { unfinishedBecause } from './stop-rule.ts';

const rule = (change: Partial<StopRule> = {}): StopRule => ({
  complete: ['all done'],
  incomplete: ['to do'],
  reviewer: false,
  times: 2,
  ...change,
});

const says = (statement: string | null): Step => ({
  agent: { type: 'turn_ended', result: { kind: 'completed', statement } },
});

describe('the last message of an agent', () => {
  it.each([
    ['ALL DONE.', null],
    ['all done, but one thing is still To Do', 'its last words say "to do"'],
    ['that is it', 'its last words do not say that it is done'],
    [null, 'its last words do not say that it is done'],
  ])('%j', (statement, why) => {
    expect(unfinishedBecause(statement, rule())).toBe(why);
  });

  it('mean nothing without a stop rule', () => {
    expect(unfinishedBecause(null, rule({ complete: [] }))).toBeNull();
  });
});

describe('an agent that stops too early', () => {
  const settings = { ...context().settings, stop_rule: rule() };

  it('gets a follow-up prompt with the reason, a bounded number of times', () => {
    const early = [says('hm'), says('hm'), says('hm')];
    const { session, pendingEvents } = play({}, [...working, ...early], { settings });
    expect(pendingEvents.filter(({ kind }) => kind === 'session.sent_on')).toHaveLength(2);
    expect(session.phase.name).toBe('proving');
    const once = play({}, [...working, says('hm')], { settings });
    expect(once.session.turn?.text).toContain('Say it with these words: all done');
  });

  it('may stop if a person has queued a prompt, or paused it', () => {
    const more = play(
      {},
      [...working, { command: { type: 'send', session: 's1', text: 'and this' } }, says('hm')],
      {
        settings,
      },
    );
    expect(more.session.turn?.text).toBe('and this');
    const held = play({}, [...working, { command: { type: 'pause', target: 's1' } }, says('hm')], {
      settings,
    });
    expect(kinds(held.last)).toEqual(['turn.ended', 'session.paused']);
  });

  it('may stop with the right words', () => {
    const { session } = play({}, [...working, says('All done'), steps.proved(), steps.stopped], { settings });
    expect(session.phase).toMatchObject({ outcome: { kind: 'completed' } });
  });
});
