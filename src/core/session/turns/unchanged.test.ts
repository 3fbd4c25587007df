import { describe, expect, it } from 'vitest';
import { kinds, play, steps, working, type Step } from '../../../../test/support/core-scene.ts';
import { explanationIn } from './unchanged.ts';

describe('an answer to why nothing changed', () => {
  it.each([
    ['UNCHANGED: it is there already', 'it is there already'],
    ['I looked at all of it.\n\nUNCHANGED: it is there already\n', 'it is there already'],
    ['`UNCHANGED: it is there already`', 'it is there already'],
    ['**UNCHANGED:** it is there already', 'it is there already'],
  ])('is right where it has the form: %j', (statement, why) => {
    expect(explanationIn(statement)).toEqual({ kind: 'right', why });
  });

  it('is negative if the agent says that it is not done', () => {
    expect(explanationIn('NOT DONE: no network')).toEqual({ kind: 'not_done', why: 'no network' });
  });

  it.each([
    null,
    '',
    'It is right.',
    'UNCHANGED',
    'UNCHANGED:',
    'unchanged: it is there already',
    'UNCHANGED: it is there\nAnything else?',
    'The line would be UNCHANGED: it is there',
    'UNCHANGED: <why nothing has to change>',
    'Error: UNCHANGED: out of credit',
  ])('is unclear in any other form: %j', (statement) => {
    expect(explanationIn(statement)).toEqual({ kind: 'unclear' });
  });
});

describe('a session that must give a reason', () => {
  const ended = (statement: string): Step => ({
    agent: { type: 'turn_ended', result: { kind: 'completed', statement } },
  });
  const proved = (proof: number): Step => ({
    world: {
      type: 'proved',
      proof,
      commits: 0,
      files_changed: 0,
      tampered: [],
      redirected: [],
      elsewhere: [],
    },
  });

  it('is asked in a separate turn, once', () => {
    const asked = play({ unchanged: 'explain' }, [...working, ended('I am done'), proved(1)]);
    expect(kinds(asked.last)).toEqual(['unchanged.asked', 'prompt.queued', 'turn.started']);
    const again = play({ unchanged: 'explain' }, [
      ...working,
      ended('I am done'),
      proved(1),
      ended('I am done, I said'),
      proved(2),
    ]);
    expect(again.session.phase).toMatchObject({
      outcome: { failure: 'no_evidence', reason: 'changed nothing and did not say why' },
    });
  });

  it('completes with the reason as evidence', () => {
    const { session } = play({ unchanged: 'explain' }, [
      ...working,
      ended('I am done'),
      proved(1),
      ended('UNCHANGED: it is there already'),
      proved(2),
      steps.stopped,
    ]);
    expect(session.phase).toMatchObject({
      outcome: { kind: 'completed', evidence: { unchanged: 'it is there already' } },
    });
  });

  it('is asked again after a prompt of a person', () => {
    const said: Step = { command: { type: 'send', session: 's1', text: 'and the other file?' } };
    const { last } = play({ unchanged: 'explain' }, [
      ...working,
      ended('I am done'),
      proved(1),
      said,
      ended('UNCHANGED: it is there already'),
      ended('that one too'),
      proved(2),
    ]);
    expect(kinds(last)).toContain('unchanged.asked');
  });
});
