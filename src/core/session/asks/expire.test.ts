import { describe, expect, it } from 'vitest';
import { kinds, play, steps, context, working, type Step } from '../../../../test/support/core-scene.ts';
import type { Settings } from '../../../contract/settings.ts';

const overdue: Step = { world: { type: 'deadline', kind: 'answer' } };
const interrupted: Step = { agent: { type: 'turn_ended', result: { kind: 'interrupted' } } };
const asking = [...working, steps.tool(), steps.asked()];

function expired(when_unanswered: Settings['when_unanswered'], ...after: Step[]) {
  const settings = { ...context().settings, answer_time_s: 0, when_unanswered };
  return play({}, [...asking, overdue, ...after], { settings });
}

describe('an approval without an answer', () => {
  it('never expires without `answer_time`', () => {
    const { last, session } = play({}, [...asking, overdue]);
    expect(last).toEqual([]);
    expect(session.asks).toHaveLength(1);
  });

  it.each(['wait', 'end', 'go_on'] as const)('counts as no denial (%s)', (when) => {
    const { pendingEvents, session } = expired(when);
    expect(pendingEvents).toContainEqual({
      kind: 'approval.answered',
      data: expect.objectContaining({ status: 'expired' }) as object,
    });
    expect(session.stats).toMatchObject({ approvals: 0, denials: 0 });
  });

  it('reports to the agent that there was no answer, with `go_on`', () => {
    const { last } = expired('go_on');
    expect(last).toMatchObject([{ data: { message: expect.stringMatching(/^No answer within/) as string } }]);
  });

  it('pauses the session, and is reported when it continues', () => {
    const held = expired('wait', interrupted);
    expect(held.session).toMatchObject({ phase: { name: 'paused' }, attention: ['approval'], asks: [] });
    const resumed = expired(
      'wait',
      interrupted,
      { command: { type: 'resume', target: 's1' } },
      steps.admitted,
      steps.launched(2),
      steps.ready(true),
    );
    expect(resumed.session).toMatchObject({
      phase: { name: 'working' },
      attention: [],
      turn: { text: expect.stringContaining('got no answer: Bash rm -rf build; x') as string },
    });
  });

  it('ends the session, with the unanswered call as the reason', () => {
    const { session, last } = expired('end', steps.stopped);
    expect(kinds(last)).toEqual(['session.ended']);
    expect(session.phase).toMatchObject({
      outcome: { failure: 'unanswered', reason: 'no answer within 0 s: Bash rm -rf build; x' },
    });
  });
});
