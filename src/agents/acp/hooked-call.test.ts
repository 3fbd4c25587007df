import { describe, expect, it } from 'vitest';
import { agentInTurn as inTurn } from '../../../test/support/settled-agent.ts';
import type { AgentEvent, PermissionAnswer } from '../../contract/agent-event.ts';

const yes: PermissionAnswer = { kind: 'allow', input: {} };
const no: PermissionAnswer = { kind: 'deny', message: 'not that', interrupt: false };

describe('a call that a hook asks about', () => {
  it.each<[string, object, string, object]>([
    ['codex', codex('Bash', { command: 'cat .env' }), 'Bash', { command: 'cat .env' }],
    ['codex', codex('mcp__fleet__peek', { at: 'x' }), 'mcp__fleet__peek', { at: 'x' }],
    ['codex', codex('update_plan', { plan: [] }), 'TodoWrite', { plan: [] }],
    ['copilot', copilot('bash', { command: 'ls' }), 'Bash', { command: 'ls' }],
    ['copilot', copilot('write_bash', { shellId: '0', input: 'rm x' }), 'Bash', { command: 'rm x' }],
    ['copilot', copilot('view', { path: '/project/.env' }), 'Read', { file_path: '/project/.env' }],
    [
      'copilot',
      copilot('edit', { path: '/project/a', old_str: 'x', new_str: 'y' }),
      'Edit',
      { file_path: '/project/a', old_string: 'x', new_string: 'y' },
    ],
    ['copilot', copilot('fleet-peek', { at: 'x' }), 'mcp__fleet__peek', { at: 'x' }],
    ['copilot', copilot('my-fleet-peek', {}), 'mcp__my-fleet-peek', {}],
    ['copilot', copilot('novelty', { a: 1 }), 'novelty', { a: 1 }],
    ['qwen', qwen('read_file', { file_path: '/project/.env' }), 'Read', { file_path: '/project/.env' }],
    [
      'qwen',
      qwen('run_shell_command', { command: 'ls', directory: 'sub' }),
      'Bash',
      { command: 'ls', cwd: 'sub' },
    ],
    ['qwen', qwen('web_fetch', { url: 'https://x.example' }), 'WebFetch', { url: 'https://x.example' }],
  ])('of %s is in the words of the policy: %j', (name, told, tool, input) => {
    const talk = inTurn(name);
    talk.hooks(told);
    const [event] = asked(talk.events);
    expect(event).toMatchObject({ tool, preflight: false });
    expect((event as { input?: unknown }).input).toEqual(input);
  });

  it('that changes several files is asked about file by file', () => {
    const talk = inTurn('codex');
    const command =
      '*** Begin Patch\n*** Add File: a\n+x\n*** Update File: /etc/b\n*** Move to: c\n@@\n-y\n*** End Patch';
    talk.hooks(codex('apply_patch', { command }));
    expect(asked(talk.events)).toMatchObject([
      { tool: 'Edit', input: { file_path: '/project/a' }, pieces_of: 'p/1' },
      { tool: 'Edit', input: { file_path: '/etc/b' } },
      { tool: 'Edit', input: { file_path: '/project/c' } },
    ]);
    talk.tells({ type: 'answer', request: 'p/1/2', answer: no });
    expect(talk.answers).toEqual([denial('not that')]);
  });

  it('is answered in the form of its agent', () => {
    const talk = inTurn('copilot');
    talk.hooks(copilot('bash', { command: 'ls' }));
    talk.tells({ type: 'answer', request: 'p/1', answer: no });
    expect(talk.answers).toEqual([{ permissionDecision: 'deny', permissionDecisionReason: 'not that' }]);
  });

  it('begins the turn, and is shown as the call that was announced', () => {
    const talk = inTurn('copilot');
    talk.hears(
      update({ sessionUpdate: 'tool_call', toolCallId: 'c', kind: 'execute', rawInput: { command: 'ls' } }),
    );
    talk.hooks(copilot('bash', { command: 'ls' }));
    expect(talk.events.map(({ type }) => type)).toEqual(['turn_started', 'tool_called', 'permission_asked']);
    expect(asked(talk.events)).toMatchObject([{ tool_call: 'c' }]);
  });

  it.each([
    ['cannot be read', 'nonsense'],
    ['is too long', undefined],
  ])('that %s is refused', (_what, text) => {
    const talk = inTurn('codex');
    talk.hooksWith(text);
    expect(asked(talk.events)).toEqual([]);
    expect(talk.answers).toMatchObject([{ hookSpecificOutput: { permissionDecision: 'deny' } }]);
  });

  it('outside of a turn is refused', () => {
    const talk = inTurn('codex');
    talk.hears({ jsonrpc: '2.0', id: 5, result: { stopReason: 'end_turn' } });
    talk.hooks(codex('Bash', { command: 'ls' }));
    expect(asked(talk.events)).toEqual([]);
    expect(talk.answers).toMatchObject([{ hookSpecificOutput: { permissionDecision: 'deny' } }]);
  });

  it('waits no longer than its turn', () => {
    const cancelled = inTurn('codex');
    cancelled.hooks(codex('Bash', { command: 'ls' }));
    cancelled.tells({ type: 'interrupt' });
    expect(cancelled.answers).toEqual([denial('the turn was cancelled')]);
    expect(cancelled.events.at(-1)).toMatchObject({ type: 'permission_withdrawn' });

    const over = inTurn('codex');
    over.hooks(codex('Bash', { command: 'ls' }));
    over.hears({ jsonrpc: '2.0', id: 5, result: { stopReason: 'end_turn' } });
    expect(over.answers).toEqual([denial('the turn is over')]);
  });

  it('of an agent without hooks is nothing', () => {
    const talk = inTurn('gemini');
    talk.hooks(codex('Bash', { command: 'ls' }));
    expect([...talk.events, ...talk.answers]).toEqual([]);
  });
});

describe('a call that is asked about twice', () => {
  it('by the hook and then over the protocol gets the same answer', () => {
    const talk = inTurn('codex');
    talk.hooks(codex('Bash', { command: 'touch x' }, 'c'));
    talk.tells({ type: 'answer', request: 'p/1', answer: yes });
    talk.hears(
      ask(0, { toolCallId: 'c', kind: 'execute', rawInput: { command: 'touch x', cwd: '/project' } }),
    );
    expect(asked(talk.events)).toHaveLength(1);
    expect(talk.sent).toMatchObject([{ id: 0, result: { outcome: { optionId: 'o' } } }]);
  });

  it('over the protocol and then by the hook gets the same answer', () => {
    const talk = inTurn('qwen');
    talk.hears(ask(0, { toolCallId: 'c', kind: 'execute', rawInput: { command: 'ls' } }));
    talk.tells({ type: 'answer', request: 'p/1', answer: yes });
    talk.hooks(qwen('run_shell_command', { command: 'ls' }, 'c'));
    expect(asked(talk.events)).toHaveLength(1);
    expect(talk.answers).toMatchObject([{ hookSpecificOutput: { permissionDecision: 'allow' } }]);
  });

  it.each([
    ['another command', { toolCallId: 'c', kind: 'execute', rawInput: { command: 'rm x' } }],
    ['another directory', { toolCallId: 'c', kind: 'execute', rawInput: { command: 'ls', cwd: '/etc' } }],
    ['another call', { toolCallId: 'd', kind: 'execute', rawInput: { command: 'ls' } }],
  ])('is asked again where the second is about %s', (_what, toolCall) => {
    const talk = inTurn('codex');
    talk.hooks(codex('Bash', { command: 'ls' }, 'c'));
    talk.tells({ type: 'answer', request: 'p/1', answer: yes });
    talk.hears(ask(0, toolCall));
    expect(asked(talk.events)).toHaveLength(2);
    expect(talk.sent).toEqual([]);
  });
});

describe('a call with a new description while its question is pending', () => {
  it('is asked again if it has changed', () => {
    const talk = inTurn('another');
    talk.hears(ask(0, { toolCallId: 'c', kind: 'execute', rawInput: { command: 'ls' } }));
    talk.hears(
      update({ sessionUpdate: 'tool_call_update', toolCallId: 'c', rawInput: { command: 'rm -rf .' } }),
    );
    expect(talk.events).toMatchObject([
      { type: 'turn_started' },
      { type: 'tool_called' },
      { type: 'permission_asked', request: 'p/1', input: { command: 'ls' } },
      { type: 'permission_withdrawn', request: 'p/1' },
      { type: 'permission_asked', request: 'p/2', input: { command: 'rm -rf .' } },
    ]);
    talk.tells({ type: 'answer', request: 'p/1', answer: yes });
    expect(talk.sent).toEqual([]);
    talk.tells({ type: 'answer', request: 'p/2', answer: no });
    expect(talk.sent).toMatchObject([{ id: 0, result: { outcome: { optionId: 'r' } } }]);
  });

  it('is not asked again if it is the same', () => {
    const talk = inTurn('another');
    talk.hears(ask(0, { toolCallId: 'c', kind: 'execute', rawInput: { command: 'ls' } }));
    talk.hears(update({ sessionUpdate: 'tool_call_update', toolCallId: 'c', title: 'List files' }));
    expect(asked(talk.events)).toHaveLength(1);
  });

  it('is judged as a command whatever kind it claims, with its arguments and variables', () => {
    const talk = inTurn('another');
    const rawInput = { command: 'sh', args: ['-c', 'touch x'], env: { BASH_ENV: 'evil' }, workdir: '/etc' };
    talk.hears(ask(0, { toolCallId: 'c', kind: 'read', locations: [{ path: 'a' }], rawInput }));
    expect(asked(talk.events)).toMatchObject([
      { tool: 'Bash', input: { command: "BASH_ENV=evil sh -c 'touch x'", cwd: '/etc' }, cwd: '/etc' },
    ]);
  });
});

function codex(tool_name: string, tool_input: object, tool_use_id = 'call') {
  return { hook_event_name: 'PreToolUse', tool_name, tool_input, tool_use_id, cwd: '/project' };
}

function copilot(toolName: string, toolArgs: object) {
  return { sessionId: 's', cwd: '/project', toolName, toolArgs };
}

function qwen(tool_name: string, tool_input: object, tool_call_id = 'call') {
  return { hook_event_name: 'PreToolUse', tool_name, tool_input, tool_use_id: 'own', tool_call_id };
}

function denial(permissionDecisionReason: string) {
  return {
    hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny', permissionDecisionReason },
  };
}

function ask(id: number, toolCall: object) {
  const options = [
    { optionId: 'o', name: 'Once', kind: 'allow_once' },
    { optionId: 'r', name: 'No', kind: 'reject_once' },
  ];
  const params = { sessionId: 's', toolCall, options };
  return { jsonrpc: '2.0', id, method: 'session/request_permission', params };
}

function update(fields: object) {
  return { jsonrpc: '2.0', method: 'session/update', params: { sessionId: 's', update: fields } };
}

function asked(events: AgentEvent[]): AgentEvent[] {
  return events.filter(({ type }) => type === 'permission_asked');
}
