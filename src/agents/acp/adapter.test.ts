import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeLaws } from '../../../test/conformance/adapter-laws.ts';
import type { Passage } from '../../../test/support/agent-pump.ts';
import { converse as converseWith } from '../../../test/support/converse.ts';
import { launchRequest } from '../../../test/support/launch-request.ts';
import { settle, trustedHooks } from '../../../test/support/settled-agent.ts';
import type { LaunchRequest } from '../agent.ts';
import { acpAdapter } from './adapter.ts';

const launch = launchRequest('another');

describeLaws(
  acpAdapter,
  readFileSync(join(import.meta.dirname, '../../../test/recordings/acp/copilot/allowed.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Passage),
);

describe('the handshake', () => {
  it('offers neither files nor terminals', () => {
    const [line = ''] = acpAdapter.open(launch).send;
    expect(JSON.parse(line)).toMatchObject({
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: 1,
        clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
      },
    });
  });

  it.each([
    ['another version', { protocolVersion: 2 }, 'another speaks version 2 of ACP, fairlead version 1'],
    ['none', {}, 'another speaks no version it could name of ACP, fairlead version 1'],
    ['a version in words', { protocolVersion: '1' }, 'another speaks no version it could name'],
  ])('ends with an agent that speaks %s', (_what, result, reason) => {
    const talk = converse();
    talk.hears(answerTo(1, result));
    expect(talk.events).toMatchObject([
      { type: 'start_failed', failure: 'agent', reason: expect.stringContaining(reason) as string },
    ]);
    expect(talk.sent).toEqual([]);
  });

  it.each([
    ['initialize', []],
    ['session/new', [initialized()]],
  ])('says that nobody is logged in, when %s is refused for that', (_method, before) => {
    const talk = converse();
    talk.hears(...before, refusal(before.length + 1, -32_000, 'Authentication required'));
    expect(talk.events).toEqual([
      {
        type: 'start_failed',
        failure: 'auth',
        reason:
          'another is not logged in (Authentication required): log in with its own program, then continue',
      },
    ]);
  });

  it.each([
    ['resume', { sessionCapabilities: { resume: {} }, loadSession: true }, 'session/resume'],
    ['load', { loadSession: true }, 'session/load'],
  ])('goes on with a conversation by %s', (_how, agentCapabilities, method) => {
    const talk = converse({ ...launch, resume: 'old' });
    talk.hears(answerTo(1, { protocolVersion: 1, agentCapabilities }));
    expect(talk.sent).toMatchObject([{ method, params: { sessionId: 'old', cwd: '/project' } }]);
    talk.hears(answerTo(2, {}));
    expect(talk.events).toMatchObject([{ type: 'ready', agent_session: 'old', resumed: true }]);
  });

  it('begins a new conversation if the agent supports nothing else', () => {
    const talk = converse({ ...launch, resume: 'old' });
    talk.hears(initialized(), answerTo(2, { sessionId: 'new' }));
    expect(talk.sent).toMatchObject([{ method: 'session/new' }]);
    expect(talk.events).toMatchObject([{ type: 'ready', agent_session: 'new', resumed: false }]);
  });

  it.each([
    ['unknown', -32_002, 'Resource not found: old', false, 'conversation'],
    ['unknown, to be copied', -32_002, 'Resource not found: old', true, 'conversation'],
    ['behind a login', -32_000, 'Authentication required', false, 'auth'],
    ['behind a limit', -32_603, 'You have hit your usage limit', false, 'limit'],
  ])('tells a conversation that is %s', (_what, code, message, fork, failure) => {
    const talk = converse({ ...launch, resume: 'old', fork });
    const sessionCapabilities = { resume: {}, fork: {} };
    talk.hears(
      answerTo(1, { protocolVersion: 1, agentCapabilities: { sessionCapabilities } }),
      refusal(2, code, message),
    );
    expect(talk.events).toMatchObject([{ type: 'start_failed', failure }]);
    expect(talk.sent).toHaveLength(1);
  });

  it('does not pass a new conversation that fails off as a lost one', () => {
    const talk = converse();
    talk.hears(initialized(), refusal(2, -32_603, 'Internal error'));
    expect(talk.events).toMatchObject([{ type: 'start_failed', failure: 'agent' }]);
  });

  it('cannot fork if the agent does not support it', () => {
    const talk = converse({ ...launch, resume: 'old', fork: true });
    talk.hears(initialized());
    expect(talk.events).toEqual([
      { type: 'start_failed', failure: 'agent', reason: 'another cannot copy a conversation' },
    ]);
  });

  it('does not begin with an agent that cannot be made to ask', () => {
    const talk = converse({ ...launch, agent: { ...launch.agent, name: 'qwen', like: 'qwen' } });
    talk.hears(initialized(), answerTo(2, { sessionId: 's' }), refusal(3, -32_602, 'no such mode'));
    expect(talk.sent[1]).toMatchObject({ method: 'session/set_mode', params: { modeId: 'default' } });
    expect(talk.events).toEqual([
      {
        type: 'start_failed',
        failure: 'agent',
        reason: 'qwen: no such mode (it was asked for the mode default, in which it asks before it acts)',
      },
    ]);
  });

  it('refuses a known agent under another name without `like`', () => {
    const talk = converse();
    talk.hears(initialized({ agentInfo: { name: 'qwen-code' } }));
    expect(talk.events).toMatchObject([{ type: 'start_failed', failure: 'configuration' }]);
    expect(JSON.stringify(talk.events)).toContain('like: qwen');
  });

  it('begins with a known agent under another name if `like` names it', () => {
    const agent = { ...launch.agent, like: 'qwen' };
    const talk = converse({ ...launch, agent });
    talk.hears(initialized({ agentInfo: { name: 'qwen-code' } }), answerTo(2, { sessionId: 's' }));
    expect(talk.sent[1]).toMatchObject({ method: 'session/set_mode', params: { modeId: 'default' } });
  });

  it.each([
    [{ hooks: [] }, "it does not know fairlead's hook"],
    [
      { hooks: [{ ...trustedHooks.hooks[0], trustStatus: 'untrusted' }] },
      "it would not run fairlead's hook (untrusted, sha256:any)",
    ],
    [
      { hooks: [{ ...trustedHooks.hooks[0], enabled: false }] },
      "it would not run fairlead's hook (trusted, sha256:any)",
    ],
  ])('does not begin with an agent that would pass over its hook: %j', (listed, fault) => {
    const talk = converse({ ...launch, agent: { ...launch.agent, name: 'codex', like: 'codex' } });
    talk.hears(initialized(), answerTo(2, { sessionId: 's' }), answerTo(3, listed));
    expect(talk.sent[1]).toMatchObject({ method: '_codex/hooks/list', params: { cwd: launch.cwd } });
    expect(talk.events).toEqual([
      {
        type: 'start_failed',
        failure: 'configuration',
        reason: `codex cannot be supervised: ${fault}`,
      },
    ]);
  });

  it.each([
    [
      'as an option',
      { configOptions: [{ id: 'm', category: 'model', options: [{ options: [{ value: 'big' }] }] }] },
      { method: 'session/set_config_option', params: { sessionId: 's', configId: 'm', value: 'big' } },
    ],
    [
      'in a list',
      { models: { availableModels: [{ modelId: 'big' }], currentModelId: 'small' } },
      { method: 'session/set_model', params: { sessionId: 's', modelId: 'big' } },
    ],
  ])('sets a model that is offered %s', (_how, offer, line) => {
    const talk = converse({ ...launch, model: 'big' });
    talk.hears(initialized(), answerTo(2, { sessionId: 's', ...offer }));
    expect(talk.sent[1]).toMatchObject(line);
    expect(talk.events).toEqual([]);
    talk.hears(answerTo(3, {}));
    expect(talk.events).toMatchObject([{ type: 'ready', model: 'big' }]);
  });

  it('names the available models if another is requested', () => {
    const talk = converse({ ...launch, model: 'huge' });
    const models = { availableModels: [{ modelId: 'big' }, { modelId: 'small' }] };
    talk.hears(initialized(), answerTo(2, { sessionId: 's', models }));
    expect(talk.events).toEqual([
      {
        type: 'start_failed',
        failure: 'agent',
        reason: 'another does not offer the model huge: it offers big, small',
      },
    ]);
  });

  it('ignores answers without a request, and a second answer', () => {
    const talk = converse();
    talk.hears(answerTo(2, { sessionId: 'early' }), initialized(), initialized(), answerTo('2', {}));
    expect(talk.sent).toHaveLength(1);
    expect(talk.events).toEqual([]);
    talk.hears(answerTo(2, { sessionId: 's' }), answerTo(2, { sessionId: 'other' }));
    expect(talk.events).toMatchObject([{ type: 'ready', agent_session: 's' }]);
  });
});

describe('prompts', () => {
  it('wait until the agent is ready, and then for each other', () => {
    const talk = converse();
    talk.tells({ type: 'prompt', prompt_id: 'p1', text: 'one' });
    talk.tells({ type: 'prompt', prompt_id: 'p2', text: 'two' });
    expect(talk.sent).toEqual([]);
    talk.hears(initialized(), answerTo(2, { sessionId: 's' }));
    expect(talk.sent.slice(1)).toMatchObject([prompted(3, 'one')]);
    talk.hears(answerTo(3, { stopReason: 'end_turn' }));
    expect(talk.sent.slice(2)).toMatchObject([prompted(4, 'two')]);
    talk.hears(answerTo(4, { stopReason: 'end_turn' }));
    expect(talk.events.filter(({ type }) => type === 'turn_started')).toMatchObject([
      { prompt_id: 'p1' },
      { prompt_id: 'p2' },
    ]);
    expect(talk.state.waiting).toEqual([]);
  });

  it('are not swallowed by an agent that did not start', () => {
    const talk = converse();
    talk.hears(refusal(1, -32_603, 'broken'));
    talk.tells({ type: 'prompt', prompt_id: 'p1', text: 'one' });
    expect(talk.events[1]).toMatchObject({ type: 'notice', level: 'error' });
  });
});

describe('requests of the agent', () => {
  it.each([
    'fs/read_text_file',
    'fs/write_text_file',
    'terminal/create',
    'terminal/output',
    'elicitation/create',
    'craft/drainMidTurnQueue',
    'line\nbreak',
  ])('are refused as the protocol wants it: %j', (method) => {
    const talk = inTurn();
    talk.hears({ jsonrpc: '2.0', id: 'theirs', method, params: { path: '/etc/passwd' } });
    expect(talk.sent).toMatchObject([{ id: 'theirs', error: { code: -32_601 } }]);
    expect(talk.events).toEqual([]);
  });

  it('are distinguished from notifications, which get no answer', () => {
    const talk = inTurn();
    talk.hears(
      { jsonrpc: '2.0', method: 'fs/write_text_file', params: {} },
      { jsonrpc: '2.0', method: 'qwen/notify/x' },
    );
    expect([...talk.sent, ...talk.events]).toEqual([]);
  });
});

describe('a turn', () => {
  it.each([
    ['end_turn', { kind: 'completed', statement: 'my words' }],
    ['refusal', { kind: 'failed', failure: 'agent', reason: 'another refused to continue: my words' }],
    [
      'max_tokens',
      {
        kind: 'failed',
        failure: 'agent',
        reason: 'another reached the limit of tokens for one answer: my words',
      },
    ],
    [
      'max_turn_requests',
      {
        kind: 'failed',
        failure: 'agent',
        reason: 'another reached its limit of model requests for one turn: my words',
      },
    ],
    ['cancelled', { kind: 'failed', failure: 'agent', reason: 'another cancelled its turn' }],
    [
      'novelty',
      { kind: 'failed', failure: 'agent', reason: 'another ended its turn with novelty: my words' },
    ],
    [
      undefined,
      { kind: 'failed', failure: 'agent', reason: 'another ended its turn with no reason: my words' },
    ],
  ])('that ends with %s', (stopReason, result) => {
    const talk = inTurn();
    talk.hears(say('my '), say('words'), answerTo(3, { stopReason }));
    expect(talk.events.at(-1)).toEqual({ type: 'turn_ended', result });
  });

  it.each([
    [-32_000, 'Authentication required', 'auth'],
    [429, 'slow down', 'limit'],
    [-32_603, 'Internal error', 'agent'],
  ])('that ends with the error %i', (code, message, failure) => {
    const talk = inTurn();
    talk.hears(refusal(3, code, message));
    expect(talk.events).toMatchObject([
      { type: 'turn_started' },
      { type: 'turn_ended', result: { kind: 'failed', failure } },
    ]);
  });

  it('that was interrupted is interrupted, whatever the agent reports', () => {
    for (const end of [answerTo(3, { stopReason: 'cancelled' }), refusal(3, -32_603, 'aborted')]) {
      const talk = inTurn();
      talk.tells({ type: 'interrupt' });
      expect(talk.sent).toEqual([{ jsonrpc: '2.0', method: 'session/cancel', params: { sessionId: 's' } }]);
      talk.hears(end);
      expect(talk.events.at(-1)).toEqual({ type: 'turn_ended', result: { kind: 'interrupted' } });
    }
  });

  it('of an agent that ignores a cancel continues to its end, and is cancelled once', () => {
    const talk = inTurn();
    talk.tells({ type: 'interrupt' });
    talk.tells({ type: 'interrupt' });
    talk.hears(say('never mind'), answerTo(3, { stopReason: 'end_turn' }));
    expect(talk.sent).toHaveLength(1);
    expect(talk.events.slice(1)).toMatchObject([
      { type: 'text', text: 'never mind' },
      { type: 'turn_ended', result: { kind: 'completed' } },
    ]);
  });

  it('does not end with the answer to another request', () => {
    const talk = inTurn();
    talk.hears(answerTo(2, { stopReason: 'end_turn' }), answerTo('3', { stopReason: 'end_turn' }));
    expect(talk.events).toEqual([]);
  });

  it('finishes the calls that the agent left open', () => {
    const talk = inTurn();
    talk.hears(
      update({ sessionUpdate: 'tool_call', toolCallId: 'c', kind: 'execute', rawInput: { command: 'ls' } }),
      answerTo(3, { stopReason: 'end_turn' }),
      update({ sessionUpdate: 'tool_call_update', toolCallId: 'c', status: 'completed' }),
    );
    expect(talk.events.map(({ type }) => type)).toEqual([
      'turn_started',
      'tool_called',
      'tool_finished',
      'turn_ended',
    ]);
  });

  it('ignores other conversations, and early messages', () => {
    const talk = converse();
    talk.hears(initialized(), answerTo(2, { sessionId: 's' }), say('replayed'));
    talk.tells({ type: 'prompt', prompt_id: 'p', text: 'go' });
    talk.hears(update({ sessionUpdate: 'agent_message_chunk', content: text('theirs') }, 'other'));
    expect(talk.events).toMatchObject([{ type: 'ready' }]);
  });

  it('warns when the agent leaves the mode in which it asks', () => {
    const talk = inTurn('gemini');
    talk.hears(update({ sessionUpdate: 'current_mode_update', currentModeId: 'default' }));
    expect(talk.events).toEqual([]);
    talk.hears(update({ sessionUpdate: 'current_mode_update', currentModeId: 'yolo' }));
    expect(talk.events).toMatchObject([{ type: 'notice', level: 'warning' }]);
  });
});

function converse(request: LaunchRequest = launch) {
  return converseWith(acpAdapter, request);
}

/** An agent in the turn of the prompt `p`, request 3, of the conversation `s`, without earlier output. */
function inTurn(name = 'another') {
  const talk = converse({ ...launch, agent: { ...launch.agent, name, like: name } });
  talk.hears(initialized(), answerTo(2, { sessionId: 's' }));
  settle(talk);
  talk.tells({ type: 'prompt', prompt_id: 'p', text: 'go' });
  talk.events.length = 0;
  talk.sent.length = 0;
  return talk;
}

function answerTo(id: number | string, result: object) {
  return { jsonrpc: '2.0', id, result };
}

function refusal(id: number, code: number, message: string) {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

function initialized(more: object = {}) {
  return answerTo(1, { protocolVersion: 1, agentCapabilities: {}, ...more });
}

function update(update: object, sessionId = 's') {
  return { jsonrpc: '2.0', method: 'session/update', params: { sessionId, update } };
}

function text(words: string) {
  return { type: 'text', text: words };
}

function say(words: string) {
  return update({ sessionUpdate: 'agent_message_chunk', content: text(words) });
}

function prompted(id: number, words: string) {
  return { id, method: 'session/prompt', params: { sessionId: 's', prompt: [text(words)] } };
}
