import { describe, expect, it } from 'vitest';
import { kinds, play, steps, context, working, type Step } from '../../../../test/support/core-scene.ts';
import { viewOf } from '../view.ts';

const capabilities = { ...context().capabilities, preflight: 'none' as const };

const called = (tool: string, input: object): Step => ({
  agent: { type: 'tool_called', tool_call: 'c', tool, title: JSON.stringify(input), input, parent: null },
});
const finished = (passed = true): Step => ({
  agent: { type: 'tool_finished', tool_call: 'c', passed, output: '' },
});
const guarded: Step = { world: { type: 'guarded', launch: 1, sandbox: true, preflight: 'none' } };

const outside = { file_path: '/etc/motd' };
const inside = { file_path: '/srv/s1/a' };

describe('a call that was made without asking', () => {
  it('and is not allowed ends the turn, and needs a person', () => {
    const { session, last } = play({}, [...working, called('Edit', outside), finished()], { capabilities });
    expect(kinds(last)).toEqual(['tool.finished', 'policy.unasked', 'attention.raised', 'turn.interrupting']);
    expect(viewOf(session).attention).toEqual(['unasked']);
  });

  it('still needs a person if the turn ended first', () => {
    const { session } = play({}, [...working, called('Edit', outside), finished(), steps.completed], {
      capabilities,
    });
    expect(viewOf(session)).toMatchObject({ phase: 'idle', attention: ['unasked'], status: 'failed' });
    expect(viewOf(session).reason).toContain('the agent made a call that the policy does not allow');
  });

  it.each([
    ['is allowed', [called('Edit', inside), finished()]],
    ['did not succeed', [called('Edit', outside), finished(false)]],
    ['is about several files that are', [called('Edit', { files: [inside, inside] }), finished()]],
  ])('and %s is nothing to tell', (_what, calls) => {
    const { last } = play({}, [...working, ...calls], { capabilities });
    expect(kinds(last)).toEqual(['tool.finished']);
  });

  it('counts though its command ended with an error', () => {
    const command = called('Bash', { command: 'echo x > /etc/motd; false' });
    const { session } = play({}, [...working, command, finished(false)], { capabilities });
    expect(viewOf(session).attention).toEqual(['unasked']);
  });

  it.each(['Read', 'Edit'])('is judged for each of the files that a %s is about', (tool) => {
    const files = [inside, { file_path: '/srv/s1/../../etc/shadow' }];
    const { session } = play({}, [...working, called(tool, { files }), finished()], { capabilities });
    expect(viewOf(session).attention).toEqual(['unasked']);
  });

  it('is not recorded if the policy was asked about it', () => {
    const asked = steps.asked('r', 'c', 'make');
    const { last } = play({}, [...working, called('Bash', { command: 'make' }), asked, finished()], {
      capabilities,
    });
    expect(kinds(last)).toEqual(['tool.finished']);
  });

  it('in the sandbox is recorded, and ends the turn only if it is denied', () => {
    const confined = [...working.slice(0, 3), guarded, ...working.slice(3)];
    const run = (command: string) =>
      play({}, [...confined, called('Bash', { command }), finished()], { capabilities });
    expect(kinds(run('npm test').last)).toEqual(['tool.finished', 'policy.unasked']);
    expect(kinds(run('cat .env').last)).toContain('turn.interrupting');
  });

  it('cannot be made by an agent that asks about every call', () => {
    const { last } = play({}, [...working, called('Edit', outside), finished()]);
    expect(kinds(last)).toEqual(['tool.finished']);
  });
});
