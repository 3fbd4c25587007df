import { describe, expect, it } from 'vitest';
import { kinds, play, steps, context, type Step as Happening } from '../../../../test/support/core-scene.ts';
import { viewOf } from '../view.ts';
import { nextDeadline } from './deadlines.ts';
import { actionOf, stuckBecause, type AgentAction } from './stuck.ts';

const step = (action: string, error: string | null = null): AgentAction => ({ tool_call: '', action, error });
const times = (count: number, ...steps: AgentAction[]) => Array.from({ length: count }, () => steps).flat();

describe('an agent is stuck', () => {
  it('that repeats the same action', () => {
    expect(stuckBecause(times(4, step('a')))).toBeNull();
    expect(stuckBecause(times(5, step('a')))).toBe('did the same 5 times in a row: a');
    expect(stuckBecause([...times(4, step('a')), step('b')])).toBeNull();
  });

  it('that gets the same error, whatever it tries', () => {
    const tries = ['a', 'b', 'c', 'd'].map((action) => step(action, 'no such file'));
    expect(stuckBecause(tries)).toMatch(/same error 4 times in a row: no such file/);
    expect(stuckBecause(tries.slice(1))).toBeNull();
    expect(stuckBecause([...tries.slice(1), step('d', 'another')])).toBeNull();
  });

  it('that goes back and forth', () => {
    expect(stuckBecause(times(4, step('a'), step('b')))).toBe('goes back and forth between a and b');
    expect(stuckBecause(times(3, step('a'), step('b')))).toBeNull();
    expect(stuckBecause(times(3, step('a'), step('b'), step('c')).slice(-8))).toBeNull();
  });

  it('but not one that does much', () => {
    expect(stuckBecause(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((action) => step(action)))).toBeNull();
  });
});

it('long inputs are distinguished', () => {
  const long = 'x'.repeat(1_000);
  expect(actionOf('Bash', `${long}a`)).not.toBe(actionOf('Bash', `${long}b`));
  expect(actionOf('Bash', `${long}a`)).toBe(actionOf('Bash', `${long}a`));
  expect(actionOf('Bash', long).length).toBeLessThan(300);
});

describe('a session', () => {
  const working = [steps.admitted, steps.prepared, steps.launched(), steps.ready()];
  const does = (command: string, index: number, error: string | null = null): Happening[] => [
    {
      agent: {
        type: 'tool_called',
        tool_call: `t${index}`,
        tool: 'Bash',
        title: command,
        input: { command },
        parent: null,
      },
    },
    { agent: { type: 'tool_finished', tool_call: `t${index}`, passed: error === null, output: error ?? '' } },
  ];
  const same = [1, 2, 3, 4, 5].flatMap((index) => does('npm test', index));

  it('shows once that its agent is stuck, until it does something else', () => {
    const { session, pendingEvents } = play({}, [...working, ...same, ...does('npm test', 6)]);
    expect(session.attention).toEqual(['stalled']);
    expect(kinds(pendingEvents).filter((kind) => kind === 'attention.raised')).toHaveLength(1);
    expect(play({}, [...working, ...same, ...does('ls', 6)]).session.attention).toEqual([]);
    expect(play({}, [...working, ...same, steps.completed]).session.attention).toEqual([]);
  });

  it('shows the same error met by different means', () => {
    const tries = ['a', 'b', 'c', 'd'].flatMap((command, index) =>
      does(command, index, 'connection refused'),
    );
    expect(play({}, [...working, ...tries]).session.attention).toEqual(['stalled']);
  });

  it('shows silence, but not while a tool runs, however long', () => {
    const silent = play({}, working).session;
    expect(nextDeadline(silent, context().settings)).toMatchObject({ kind: 'silence' });
    expect(viewOf(silent).quiet).toBe(true);
    const long = play({}, [...working, steps.tool()]).session;
    expect(viewOf(long).quiet).toBe(false);
    expect(nextDeadline(long, context().settings)).toBeUndefined();
    const quiet = { ...context().settings, silence_time_s: 0 };
    const { session } = play({}, [...working, { world: { type: 'deadline', kind: 'silence' } }], {
      settings: quiet,
    });
    expect(session.attention).toEqual(['stalled']);
    const speaks: Happening = { agent: { type: 'text', message: 'm', text: 'I think', parent: null } };
    const after = play({}, [...working, { world: { type: 'deadline', kind: 'silence' } }, speaks], {
      settings: quiet,
    });
    expect(after.session.attention).toEqual([]);
  });

  it('gets a prompt if configured, a bounded number of times', () => {
    const settings = { ...context().settings, when_stalled: 'nudge' as const };
    const nudged = play({}, [...working, ...same], { settings });
    expect(kinds(nudged.pendingEvents).slice(-6)).toEqual([
      'tool.called',
      'attention.raised',
      'session.sent_on',
      'prompt.queued',
      'turn.interrupting',
      'tool.finished',
    ]);
    const broken: Happening = { agent: { type: 'turn_ended', result: { kind: 'interrupted' } } };
    const after = play({}, [...working, ...same, broken], { settings });
    expect(after.session).toMatchObject({
      phase: { name: 'working' },
      attention: [],
      turn: { text: expect.stringContaining('try another way') as string },
    });
    const round = [...same, broken];
    const often = play({}, [...working, ...round, ...round, ...round, ...same], { settings });
    expect(kinds(often.pendingEvents).filter((kind) => kind === 'session.sent_on')).toHaveLength(3);
    expect(often.session.attention).toEqual(['stalled']);
  });

  it('is stopped if configured', () => {
    const settings = { ...context().settings, when_stalled: 'stop' as const };
    const { session } = play({}, [...working, ...same, steps.stopped], { settings });
    expect(session.phase).toMatchObject({
      name: 'ended',
      outcome: {
        kind: 'failed',
        failure: 'stalled',
        reason: expect.stringMatching(/^did the same/) as string,
      },
    });
    expect(session.attention).toEqual(['stalled']);
  });
});
