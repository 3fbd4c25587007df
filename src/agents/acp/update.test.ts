import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentInTurn } from '../../../test/support/settled-agent.ts';
import { acpAdapter } from './adapter.ts';

describe('words', () => {
  it('of one message carry its name, until something comes between', () => {
    const talk = inTurn();
    talk.hears(
      said('a'),
      said('b'),
      called('c', { status: 'in_progress' }),
      said('c'),
      thought('d'),
      said('e'),
    );
    expect(messages(talk)).toEqual(['p/1 a', 'p/1 b', 'p/2 c', 'p/3 d', 'p/4 e']);
  });

  it('with the id of their message are one, whatever comes between', () => {
    const talk = inTurn();
    const piece = (text: string, messageId: string) =>
      update({ sessionUpdate: 'agent_message_chunk', messageId, content: { type: 'text', text } });
    talk.hears(piece('a', 'm'), called('c', { status: 'in_progress' }), piece('b', 'm'), piece('c', 'n'));
    expect(messages(talk)).toEqual(['p/1 a', 'p/1 b', 'p/2 c']);
  });

  it.each([
    [{ type: 'resource_link', uri: 'file:///x' }, ['p/1 file:///x']],
    [{ type: 'image', data: 'AAAA' }, ['p/1 [image]']],
    [{ type: 'text', text: '' }, []],
    [{ type: 'novelty' }, []],
    [null, []],
  ])('%j are told as %j', (content, told) => {
    const talk = inTurn();
    talk.hears(update({ sessionUpdate: 'agent_message_chunk', content }));
    expect(messages(talk)).toEqual(told);
  });

  it('at the end are the statement: the last message only, and cut', () => {
    const talk = inTurn();
    talk.hears(said('first'), called('c', { status: 'completed' }), said('y'.repeat(9_000)), end);
    const last = talk.events.at(-1);
    if (last?.type !== 'turn_ended' || last.result.kind !== 'completed') throw new Error('not completed');
    expect(last.result.statement).toMatch(/^y{1999}…$/);
  });
});

describe('a call', () => {
  it('is announced with its input, and finished once', () => {
    const talk = inTurn();
    talk.hears(
      called('c', { kind: 'execute', rawInput: {}, status: 'pending' }),
      changed('c', { rawInput: { command: 'npm test' } }),
      changed('c', { status: 'in_progress' }),
      changed('c', { status: 'completed', rawOutput: 'passed' }),
      changed('c', { status: 'failed' }),
    );
    expect(talk.events.slice(1)).toEqual([
      {
        type: 'tool_called',
        tool_call: 'c',
        tool: 'Bash',
        title: 'npm test',
        input: { command: 'npm test' },
        parent: null,
      },
      { type: 'tool_finished', tool_call: 'c', passed: true, output: 'passed' },
    ]);
  });

  it('may begin with an update, and may be over at once', () => {
    const talk = inTurn();
    talk.hears(changed('c', { kind: 'read', locations: [{ path: 'a' }], status: 'failed' }));
    expect(talk.events.slice(1)).toMatchObject([
      { type: 'tool_called', tool: 'Read', input: { file_path: '/project/a' } },
      { type: 'tool_finished', passed: false },
    ]);
  });

  it.each([
    [{ rawOutput: 'plain' }, 'plain'],
    [{ rawOutput: { output: 'in a field' } }, 'in a field'],
    [{ content: [{ type: 'content', content: { type: 'text', text: 'as content' } }] }, 'as content'],
    [{ rawOutput: { exitCode: 0 }, content: [] }, ''],
    [{}, ''],
  ])('puts out %j as %j', (more, output) => {
    const talk = inTurn();
    talk.hears(called('c', { status: 'in_progress' }), changed('c', { status: 'completed', ...more }));
    expect(talk.events.at(-1)).toMatchObject({ type: 'tool_finished', output });
  });

  it('outputs the pieces that arrived, and keeps their end', () => {
    const talk = inTurn('codex');
    const piece = (data: string) => changed('c', { _meta: { terminal_output_delta: { data } } });
    talk.hears(called('c', { status: 'in_progress' }));
    for (let count = 0; count < 100; count += 1) talk.hears(piece('x'.repeat(100)));
    talk.hears(piece('the end'));
    expect(JSON.stringify(talk.state).length).toBeLessThan(6_000);
    talk.hears(changed('c', { status: 'completed' }));
    const last = talk.events.at(-1);
    expect(last?.type === 'tool_finished' && last.output).toMatch(/^x{3993}the end$/);
  });

  it('of which there are too many side by side is given up, and said to be', () => {
    const talk = inTurn();
    for (let id = 0; id < 40; id += 1) talk.hears(called(`c${id}`, { status: 'in_progress' }));
    talk.hears(end);
    const told = (type: string) => talk.events.filter((event) => event.type === type).length;
    expect(told('tool_called')).toBe(40);
    expect(told('tool_finished')).toBe(40);
  });
});

describe('a call in the terms of the policy', () => {
  it.each([
    [
      'claude-acp',
      { name: 'Write', kind: 'edit', rawInput: { file_path: '/x', content: 'y' } },
      'Write',
      { file_path: '/x', content: 'y' },
    ],
    [
      'another',
      { kind: 'execute', rawInput: { command: ['rm', '-rf', 'a b'] } },
      'Bash',
      { command: "rm -rf 'a b'" },
    ],
    [
      'another',
      { kind: 'execute', rawInput: { command: 'ls', cwd: '/etc' } },
      'Bash',
      { command: 'ls', cwd: '/etc' },
    ],
    ['another', { kind: 'execute', rawInput: { command: 'ls', cwd: '/project' } }, 'Bash', { command: 'ls' }],
    ['another', { kind: 'execute', title: 'rm -rf /' }, 'Bash', {}],
    ['gemini', { kind: 'execute', title: 'rm -rf /' }, 'Bash', { command: 'rm -rf /' }],
    ['gemini', { kind: 'execute', title: 'rm -rf /tmp/very/long…' }, 'Bash', {}],
    ['gemini', { kind: 'other', title: 'ask (fleet MCP Server)' }, 'mcp__fleet__ask', {}],
    [
      'another',
      { kind: 'fetch', rawInput: { url: 'http://localhost' } },
      'WebFetch',
      { url: 'http://localhost' },
    ],
    ['another', { kind: 'search', rawInput: { pattern: 'x' } }, 'Grep', { pattern: 'x' }],
    ['another', { kind: 'delete', locations: [{ path: './a' }] }, 'Edit', { file_path: '/project/a' }],
    ['another', { kind: 'read', rawInput: { path: '~/.ssh/id' } }, 'Read', { file_path: '~/.ssh/id' }],
    ['another', { title: 'todo_write', rawInput: { todos: [] } }, 'todo_write', { todos: [] }],
    ['another', { title: 'Bash(ls) && rm', rawInput: {} }, 'other', {}],
  ])('of %s: %j is %s', (name, toolCall, tool, input) => {
    const talk = inTurn(name);
    talk.hears(asked({ toolCallId: 'c', ...toolCall }));
    expect(talk.events.at(-1)).toMatchObject({ type: 'permission_asked', tool });
    expect((talk.events.at(-1) as { input?: unknown }).input).toEqual(input);
  });

  it('contains everything reported before the permission request', () => {
    const talk = inTurn('codex');
    talk.hears(
      called('c', { kind: 'execute', rawInput: { command: 'touch x' } }),
      asked({ toolCallId: 'c', title: 'Run command', status: 'pending' }),
    );
    expect(talk.events.at(-1)).toMatchObject({ tool: 'Bash', input: { command: 'touch x' } });
  });

  it('never holds a part of a command or of its files', () => {
    const talk = inTurn();
    talk.hears(
      called('c', { kind: 'execute', rawInput: { command: `ls ${'x'.repeat(10_000)}; rm -rf /` } }),
      asked({ toolCallId: 'c' }),
      called('d', { kind: 'edit', locations: Array.from({ length: 60 }, (_, at) => ({ path: `/f${at}` })) }),
      asked({ toolCallId: 'd', locations: [{ path: '/f0' }] }),
    );
    const inputs = talk.events.flatMap((event) => (event.type === 'permission_asked' ? [event.input] : []));
    expect(inputs).toEqual([{}, {}]);
    expect(JSON.stringify(talk.state).length).toBeLessThan(4_000);
  });

  it('may hold an input that is deeper than a stack is high', () => {
    const talk = inTurn();
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const line = JSON.stringify(called('c', { title: 'odd', rawInput: 'DEEP' })).replace('"DEEP"', deep);
    const { events } = acpAdapter.decode(talk.state, line);
    expect(JSON.stringify(events)).toMatch(/"a":"…"/);
  });

  it('names every file ever reported, in any order', () => {
    const path = fc.constantFrom('/a', '/b', '/c', '/d');
    fc.assert(
      fc.property(fc.array(fc.array(path, { minLength: 1 }), { minLength: 1, maxLength: 5 }), (told) => {
        const talk = inTurn();
        for (const paths of told)
          talk.hears(changed('c', { kind: 'edit', locations: paths.map((each) => ({ path: each })) }));
        talk.hears(asked({ toolCallId: 'c', kind: 'edit' }));
        const files = talk.events.flatMap((event) =>
          event.type === 'permission_asked' ? [(event.input as { file_path: string }).file_path] : [],
        );
        expect(files.sort()).toEqual([...new Set(told.flat())].sort());
      }),
    );
  });
});

describe('messages outside the turn', () => {
  it('is a retry if Codex reports one', () => {
    const talk = inTurn('codex');
    const error = { message: 'Reconnecting... 1/5', additionalDetails: 'stream closed', willRetry: true };
    talk.hears(update({ sessionUpdate: 'session_info_update', _meta: { codex: { error } } }));
    expect(talk.events).toMatchObject([
      { type: 'turn_started' },
      { type: 'retrying', attempt: 1, of: 5, error: 'stream closed' },
    ]);
  });

  it('is a failure reported as a success, if Codex and Copilot report it', () => {
    const codex = inTurn('codex');
    const threadStatus = { type: 'systemError' };
    codex.hears(update({ sessionUpdate: 'session_info_update', _meta: { codex: { threadStatus } } }));
    codex.hears(said('stream disconnected'), end);
    expect(codex.events.at(-1)).toMatchObject({ result: { kind: 'failed', failure: 'agent' } });
    const copilot = inTurn('copilot');
    copilot.hears(said('Error: Failed to get response from the AI model: 429'), end);
    expect(copilot.events.at(-1)).toMatchObject({ result: { kind: 'failed', failure: 'limit' } });
  });

  it('is money spent after a turn, and no money spent before the agent was ready', () => {
    const talk = inTurn('claude-acp');
    const cost = (amount: number) =>
      update({ sessionUpdate: 'usage_update', cost: { amount, currency: 'USD' } });
    talk.hears(cost(1), end, cost(3));
    const spent = talk.events.flatMap((event) => (event.type === 'usage' ? [event.usage.cost_usd] : []));
    expect(spent).toEqual([1, 2]);
  });

  it('may be of an unknown kind', () => {
    const talk = inTurn();
    talk.hears(update({ sessionUpdate: 'novelty' }), update({}), {
      jsonrpc: '2.0',
      method: 'session/update',
    });
    expect([...talk.events, ...talk.sent]).toEqual([]);
  });
});

/** As what {@link end} ends. */
function inTurn(name?: string) {
  const talk = agentInTurn(name);
  end.id = talk.state.next_request - 1;
  return talk;
}
const end = { jsonrpc: '2.0', id: 0, result: { stopReason: 'end_turn' } };

describe('a call whose input the model is still writing', () => {
  const told = ({ events }: ReturnType<typeof inTurn>) =>
    events.flatMap((event) => (event.type === 'tool_called' ? [[event.tool, event.input]] : []));

  it.each(['pi', 'unknown'])(
    'is announced by %s when the input is complete, and not by its beginning',
    (agent) => {
      const talk = inTurn(agent);
      const writing = (path: string) => ({ locations: [{ path: `/project/${path}` }], rawInput: { path } });
      talk.hears(
        called('c', { kind: 'edit', title: 'write', status: 'pending', ...writing('s') }),
        changed('c', { status: 'pending', ...writing('src') }),
        changed('c', { status: 'in_progress', ...writing('src/a.ts') }),
        changed('c', { status: 'completed' }),
      );
      expect(told(talk)).toEqual([['Edit', { file_path: '/project/src/a.ts' }]]);
    },
  );

  it('is announced with the known input if the update that begins it has none', () => {
    const talk = inTurn('unknown');
    talk.hears(
      called('c', { kind: 'execute', title: 'Shell', status: 'pending', rawInput: { command: 'make' } }),
      changed('c', { status: 'in_progress', title: 'Running' }),
    );
    expect(told(talk)).toEqual([['Bash', { command: 'make' }]]);
  });

  it('of pi is a command in the title', () => {
    const talk = inTurn('pi');
    talk.hears(
      called('c', { kind: 'execute', title: 'bash', status: 'pending' }),
      changed('c', { kind: 'execute', title: 'cat', status: 'pending' }),
      changed('c', { kind: 'execute', title: 'cat .env', status: 'in_progress' }),
      changed('c', { status: 'in_progress', _meta: { terminal_output: { data: 'KEY=' } } }),
      changed('c', { status: 'failed', _meta: { terminal_output: { data: 'x' } } }),
    );
    expect(told(talk)).toEqual([['Bash', { command: 'cat .env' }]]);
    expect(talk.events.at(-1)).toEqual({
      type: 'tool_finished',
      tool_call: 'c',
      passed: false,
      output: 'KEY=x',
    });
  });
});

describe('a turn of pi', () => {
  it('that ends after a call without an answer of the model has failed', () => {
    const talk = inTurn('pi');
    talk.hears(said('I begin'), called('c', { kind: 'edit', title: 'write', status: 'completed' }), end);
    expect(talk.events.at(-1)).toMatchObject({ type: 'turn_ended', result: { kind: 'failed' } });
  });
});

function update(update: object) {
  return { jsonrpc: '2.0', method: 'session/update', params: { sessionId: 's', update } };
}

function said(text: string) {
  return update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
}

function thought(text: string) {
  return update({ sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text } });
}

function called(toolCallId: string, more: object) {
  return update({ sessionUpdate: 'tool_call', toolCallId, ...more });
}

function changed(toolCallId: string, more: object) {
  return update({ sessionUpdate: 'tool_call_update', toolCallId, ...more });
}

function asked(toolCall: object) {
  const params = { sessionId: 's', toolCall, options: [] };
  return { jsonrpc: '2.0', id: 'ask', method: 'session/request_permission', params };
}

function messages({ events }: ReturnType<typeof inTurn>): string[] {
  return events.flatMap((event) =>
    event.type === 'text' || event.type === 'thinking' ? [`${event.message} ${event.text}`] : [],
  );
}
