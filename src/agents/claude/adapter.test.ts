import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeLaws } from '../../../test/conformance/adapter-laws.ts';
import type { Passage } from '../../../test/support/agent-pump.ts';
import { converse as converseWith } from '../../../test/support/converse.ts';
import { launchRequest } from '../../../test/support/launch-request.ts';
import type { LaunchRequest } from '../agent.ts';
import { claudeAdapter } from './adapter.ts';

const launch = launchRequest('claude', { conversation: 'new' });

const recorded = readFileSync(
  join(import.meta.dirname, '../../../test/recordings/claude/permission.jsonl'),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Passage);

describeLaws(claudeAdapter, recorded);

describe('opening', () => {
  it('asks to be asked before every tool, with patience', () => {
    const [line = ''] = claudeAdapter.open(launch).send;
    expect(JSON.parse(line)).toMatchObject({
      type: 'control_request',
      request: {
        subtype: 'initialize',
        hooks: {
          PreToolUse: [{ hookCallbackIds: ['fairlead-preflight'], timeout: 2_000_000, onFailure: 'block' }],
        },
      },
    });
  });

  it('ends a program that does not take the hook', () => {
    const talk = converse();
    talk.hears({ type: 'control_response', response: { ...success, response: { hooks_applied: false } } });
    expect(talk.events).toEqual([
      {
        type: 'notice',
        level: 'error',
        text: 'Claude Code refused to initialize: it did not take the hook that asks for permission',
      },
    ]);
    expect(talk.sent).toMatchObject([{ request: { subtype: 'end_session' } }]);
  });

  it('ends a program that refuses to open', () => {
    const talk = converse();
    talk.hears({ type: 'control_response', response: { ...success, subtype: 'error', error: 'not\nnow' } });
    expect(talk.events).toMatchObject([{ text: 'Claude Code refused to initialize: not ⏎ now' }]);
    expect(talk.sent).toMatchObject([{ request: { subtype: 'end_session' } }]);
  });

  it('is ready once, before a torn turn that continues on its own', () => {
    const talk = converse({ ...launch, resume: 'old', torn_turn: true });
    talk.hears(running, { type: 'system', subtype: 'init', claude_code_version: '9' }, opened);
    expect(talk.events).toEqual([
      { type: 'ready', agent_session: 'old', model: null, version: '9', resumed: true },
      { type: 'turn_started', prompt_id: null },
    ]);
  });
});

describe('a program that sends fewer messages', () => {
  it('begins turns at init and ends them at their result', () => {
    const talk = converse();
    talk.hears(opened);
    for (const prompt_id of ['p1', 'p2']) {
      talk.tells({ type: 'prompt', prompt_id, text: 'go' });
      talk.hears(init, result);
    }
    talk.hears(init, result);
    expect(talk.events.slice(1)).toEqual([
      { type: 'turn_started', prompt_id: 'p1' },
      { type: 'turn_ended', result: { kind: 'completed', statement: 'well' } },
      { type: 'turn_started', prompt_id: 'p2' },
      { type: 'turn_ended', result: { kind: 'completed', statement: 'well' } },
      { type: 'turn_started', prompt_id: null },
      { type: 'turn_ended', result: { kind: 'completed', statement: 'well' } },
    ]);
  });
});

describe('a turn', () => {
  it('begins with its prompt, also one that was sent as the turn before ended', () => {
    const talk = converse();
    talk.hears(opened);
    talk.tells({ type: 'prompt', prompt_id: 'p1', text: 'go' });
    talk.hears(running, lifecycle('p1', 'started'), init, result);
    talk.tells({ type: 'prompt', prompt_id: 'p2', text: 'go on' });
    talk.hears(lifecycle('p1', 'completed'), idle, running, lifecycle('p2', 'started'), init, result, idle);
    expect(talk.events.filter(({ type }) => type.startsWith('turn'))).toMatchObject([
      { prompt_id: 'p1' },
      { type: 'turn_ended' },
      { prompt_id: 'p2' },
      { type: 'turn_ended' },
    ]);
  });

  it('withdraws pending questions at its end', () => {
    const talk = converse();
    talk.hears(opened, running, init, hook('r1', 'Bash', {}), result, idle);
    expect(talk.events.slice(2)).toMatchObject([
      { type: 'permission_asked', request: 'r1' },
      { type: 'permission_withdrawn', request: 'r1' },
      { type: 'turn_ended' },
    ]);
  });
});

describe('a conversation', () => {
  it('is reported again when it continues under another id', () => {
    const talk = converse();
    talk.hears(opened, running, init, { ...result, session_id: 'cleared' }, idle, running, init);
    expect(talk.events.filter(({ type }) => type === 'ready')).toMatchObject([
      { agent_session: 'new', version: '2.1.0' },
      { agent_session: 'cleared', version: '2.1.0' },
    ]);
    expect(talk.events.filter(({ type }) => type.startsWith('turn'))).toHaveLength(3);
  });
});

describe('requests', () => {
  it('refuses unsupported requests', () => {
    const talk = converse();
    for (const subtype of ['elicitation', 'mcp_message', 'hook_callback', 'new'])
      talk.hears({
        type: 'control_request',
        request_id: subtype,
        request: { subtype, callback_id: 'another' },
      });
    expect(talk.events).toEqual([]);
    expect(talk.sent).toHaveLength(4);
    expect(talk.sent[0]).toEqual({
      type: 'control_response',
      response: {
        subtype: 'error',
        request_id: 'elicitation',
        error: 'fairlead does not answer elicitation',
      },
    });
  });

  it('ignores unknown lines', () => {
    const talk = converse();
    talk.hears({ type: 'keep_alive' }, { type: 'system', subtype: 'new' }, { type: 'new' }, {});
    expect([...talk.events, ...talk.sent]).toEqual([]);
  });

  it('reports a refused interrupt', () => {
    const talk = converse();
    talk.tells({ type: 'interrupt' });
    const response = { subtype: 'error', request_id: 'fairlead-2', error: 'too late' };
    talk.hears({ type: 'control_response', response });
    expect(talk.events).toEqual([
      { type: 'notice', level: 'warning', text: 'Claude Code refused to interrupt: too late' },
    ]);
    expect(talk.state.requested).toEqual({ 'fairlead-1': 'initialize' });
  });

  it('returns an input only if it was changed, before the rules', () => {
    const talk = converse();
    const input = { command: 'ls' };
    for (const [request, answered] of [
      ['same', input],
      ['other', { command: 'pwd' }],
    ] as const) {
      talk.hears(hook(request, 'Bash', input));
      talk.tells({ type: 'answer', request, answer: { kind: 'allow', input: answered } });
    }
    const outputs = talk.sent.map((line) => hookOutputOf(line));
    expect(outputs[0]).not.toHaveProperty('updatedInput');
    expect(outputs[1]).toMatchObject({ permissionDecision: 'allow', updatedInput: { command: 'pwd' } });
  });

  it('never remembers a rule that Claude Code suggests', () => {
    const talk = converse();
    const suggestion = { type: 'addRules', destination: 'localSettings', rules: [], behavior: 'allow' };
    const request = { ...permission, permission_suggestions: [suggestion] };
    talk.hears({ type: 'control_request', request_id: 'r', request });
    talk.tells({ type: 'answer', request: 'r', answer: { kind: 'allow', input: {} } });
    expect(JSON.stringify(talk.sent)).not.toMatch(/localSettings|updatedPermissions/);
  });

  it('reports the directory of a call by an agent that has changed it, also with its question', () => {
    const talk = converse();
    const moved = (request_id: string, cwd: string) => {
      const { request, ...rest } = hook(request_id, 'Bash', { command: 'cat key' });
      return { ...rest, request: { ...request, input: { ...request.input, cwd } } };
    };
    talk.hears(moved('h1', '/project/vault'));
    talk.tells({ type: 'answer', request: 'h1', answer: { kind: 'ask' } });
    talk.hears({ type: 'control_request', request_id: 'r', request: permission });
    expect(talk.events).toMatchObject([
      { preflight: true, cwd: '/project/vault' },
      { preflight: false, cwd: '/project/vault' },
    ]);
    talk.hears(moved('h2', '/project'));
    expect(talk.events.at(-1)).not.toHaveProperty('cwd');
    talk.hears(moved('h3', '/elsewhere'));
    talk.tells({ type: 'answer', request: 'h3', answer: { kind: 'allow', input: {} } });
    expect(talk.state.elsewhere).toEqual({});
  });

  it('takes "ask" for an answer to a preflight only', () => {
    const talk = converse();
    talk.hears({ type: 'control_request', request_id: 'r', request: permission });
    expect(() => talk.tells({ type: 'answer', request: 'r', answer: { kind: 'ask' } })).toThrow(
      'preflight only',
    );
  });
});

describe('a long session', () => {
  it('keeps its state small over 10,000 tool calls', () => {
    const talk = converse();
    talk.hears(opened);
    let largest = 0;
    for (let call = 1; call <= 10_000; call += 1) {
      const id = `toolu_${call}`;
      talk.hears(
        { type: 'assistant', message: { id, content: [{ type: 'tool_use', id, name: 'Bash', input: {} }] } },
        hook(`r${call}`, 'Bash', { command: `echo ${call}` }, id),
      );
      largest = Math.max(largest, JSON.stringify(talk.state).length);
      talk.tells({ type: 'answer', request: `r${call}`, answer: { kind: 'allow', input: {} } });
      talk.hears({
        type: 'user',
        message: { content: [{ type: 'tool_result', tool_use_id: id, content: 'x' }] },
      });
      talk.events.splice(0);
      talk.sent.splice(0);
    }
    expect(largest).toBeLessThan(500);
    expect(talk.state.asked).toEqual({});
  });
});

const success = { subtype: 'success', request_id: 'fairlead-1' };
const answered = { hooks_applied: true, claude_code_version: '2.1.0' };
const opened = { type: 'control_response', response: { ...success, response: answered } };
const running = { type: 'system', subtype: 'session_state_changed', state: 'running' };
const idle = { ...running, state: 'idle' };
const init = { type: 'system', subtype: 'init' };
const result = {
  type: 'result',
  subtype: 'success',
  is_error: false,
  terminal_reason: 'completed',
  result: 'well',
};
const permission = { subtype: 'can_use_tool', tool_name: 'Bash', input: {}, tool_use_id: 't' };

function lifecycle(command_uuid: string, state: string) {
  return { type: 'command_lifecycle', command_uuid, state };
}

function hook(request_id: string, tool_name: string, tool_input: object, tool_use_id = 't') {
  const input = { hook_event_name: 'PreToolUse', tool_name, tool_input, tool_use_id };
  return {
    type: 'control_request',
    request_id,
    request: { subtype: 'hook_callback', callback_id: 'fairlead-preflight', input },
  };
}

function hookOutputOf(line: unknown): unknown {
  const { response } = line as { response: { response: { hookSpecificOutput: unknown } } };
  return response.response.hookSpecificOutput;
}

/** A conversation written by hand; `sent` omits the opening. */
function converse(request: LaunchRequest = launch) {
  return converseWith(claudeAdapter, request);
}
