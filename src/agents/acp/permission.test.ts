import { describe, expect, it } from 'vitest';
import { agentInTurn as inTurn } from '../../../test/support/settled-agent.ts';
import type { AgentEvent, PermissionAnswer } from '../../contract/agent-event.ts';

const once = { optionId: 'o', name: 'Once', kind: 'allow_once' };
const always = { optionId: 'a', name: 'Always', kind: 'allow_always' };
const reject = { optionId: 'r', name: 'No', kind: 'reject_once' };
const rejectAlways = { optionId: 'never', name: 'Never', kind: 'reject_always' };

const yes: PermissionAnswer = { kind: 'allow', input: {} };
const no: PermissionAnswer = { kind: 'deny', message: 'not that', interrupt: false };

describe('the option that is chosen', () => {
  it.each([
    ['the one for once, wherever it stands', [always, reject, once], yes, selected('o')],
    ['a refusal for once', [rejectAlways, reject, once], no, selected('r')],
    ['a refusal for ever where there is no other', [once, rejectAlways], no, selected('never')],
    ['none where there is no refusal', [once, always], no, cancelled],
    ['a refusal where leave could only be given for ever', [always, reject], yes, selected('r')],
    ['none where there are no options', [], yes, cancelled],
    [
      'none where options are no options',
      ['once', null, { optionId: 7, kind: 'allow_once' }],
      yes,
      cancelled,
    ],
  ])('is %s', (_what, options, answer, result) => {
    const talk = inTurn();
    talk.hears(ask(0, { toolCallId: 'c', kind: 'execute', rawInput: { command: 'ls' } }, options));
    talk.tells({ type: 'answer', request: 'p/1', answer });
    expect(talk.sent).toEqual([{ jsonrpc: '2.0', id: 0, result }]);
  });

  it('is shown if it differs from the decision', () => {
    const talk = inTurn();
    talk.hears(ask(0, { toolCallId: 'c', kind: 'execute', rawInput: { command: 'ls' } }, [always]));
    talk.tells({ type: 'answer', request: 'p/1', answer: yes });
    expect(talk.events.at(-1)).toEqual({
      type: 'notice',
      level: 'warning',
      text: 'another offers no way to allow "Bash: ls" once, so the call was refused',
    });
  });
});

describe('a call about several files', () => {
  const call = { toolCallId: 'c', kind: 'edit', locations: [{ path: 'a' }, { path: '/b' }] };

  it('is asked about file by file, and allowed when all are', () => {
    const talk = inTurn();
    talk.hears(ask(0, call));
    expect(asked(talk.events)).toMatchObject([
      { request: 'p/1/1', tool: 'Edit', input: { file_path: '/project/a' } },
      { request: 'p/1/2', tool: 'Edit', input: { file_path: '/b' } },
    ]);
    talk.tells({ type: 'answer', request: 'p/1/2', answer: yes });
    expect(talk.sent).toEqual([]);
    talk.tells({ type: 'answer', request: 'p/1/1', answer: yes });
    expect(talk.sent).toMatchObject([{ id: 0, result: selected('o') }]);
  });

  it('is denied with the first that is, and the others are withdrawn', () => {
    const talk = inTurn();
    talk.hears(ask(0, call));
    talk.tells({ type: 'answer', request: 'p/1/1', answer: no });
    talk.tells({ type: 'answer', request: 'p/1/2', answer: yes });
    expect(talk.sent).toMatchObject([{ id: 0, result: selected('r') }]);
    expect(withdrawn(talk.events)).toEqual(['p/1/2']);
  });
});

describe('a request', () => {
  it('that comes twice under one id is asked again, and only the second can be answered', () => {
    const talk = inTurn();
    talk.hears(
      ask(7, { toolCallId: 'c', kind: 'execute', rawInput: { command: 'ls' } }),
      ask(7, { toolCallId: 'd', kind: 'execute', rawInput: { command: 'rm -rf /' } }),
    );
    expect(withdrawn(talk.events)).toEqual(['p/1']);
    expect(Object.keys(asking(talk))).toEqual(['p/2']);
    talk.tells({ type: 'answer', request: 'p/1', answer: yes });
    expect(talk.sent).toEqual([]);
    talk.tells({ type: 'answer', request: 'p/2', answer: no });
    expect(talk.sent).toMatchObject([{ id: 7, result: selected('r') }]);
  });

  it('is another than an answered one of the same id', () => {
    const talk = inTurn();
    const call = { toolCallId: 'c', kind: 'execute', rawInput: { command: 'ls' } };
    talk.hears(ask('x', call));
    talk.tells({ type: 'answer', request: 'p/1', answer: yes });
    talk.hears(ask('x', { ...call, toolCallId: 'd' }));
    talk.tells({ type: 'answer', request: 'p/1', answer: yes });
    expect(talk.sent).toHaveLength(1);
    expect(Object.keys(asking(talk))).toEqual(['p/2']);
  });

  it('is withdrawn when the agent withdraws it, and the agent gets a response', () => {
    const talk = inTurn();
    talk.hears(ask(0, { toolCallId: 'c' }), ask(1, { toolCallId: 'd' }), {
      jsonrpc: '2.0',
      method: '$/cancel_request',
      params: { requestId: 0 },
    });
    expect(withdrawn(talk.events)).toEqual(['p/1']);
    expect(talk.sent).toMatchObject([{ id: 0, error: { code: -32_800 } }]);
    expect(Object.keys(asking(talk))).toEqual(['p/2']);
  });

  it('is withdrawn and cancelled by an interrupt, after the turn; later ones are cancelled at once', () => {
    const talk = inTurn();
    talk.hears(ask(0, { toolCallId: 'c' }));
    talk.tells({ type: 'interrupt' });
    talk.hears(ask(1, { toolCallId: 'd' }));
    expect(talk.sent).toMatchObject([
      { method: 'session/cancel' },
      { id: 0, result: cancelled },
      { id: 1, result: cancelled },
    ]);
    expect(withdrawn(talk.events)).toEqual(['p/1']);
    expect(asked(talk.events)).toHaveLength(1);
  });

  it('that is denied to stop the turn takes the others with it', () => {
    const talk = inTurn();
    talk.hears(ask(0, { toolCallId: 'c' }), ask(1, { toolCallId: 'd' }));
    talk.tells({ type: 'answer', request: 'p/2', answer: { ...no, interrupt: true } });
    expect(talk.sent).toMatchObject([
      { id: 1, result: selected('r') },
      { method: 'session/cancel' },
      { id: 0, result: cancelled },
    ]);
    talk.hears({ jsonrpc: '2.0', id: 3, result: { stopReason: 'cancelled' } });
    expect(talk.events.at(-1)).toEqual({ type: 'turn_ended', result: { kind: 'interrupted' } });
  });

  it('is withdrawn when the turn ends without its answer', () => {
    const talk = inTurn();
    talk.hears(ask(0, { toolCallId: 'c' }), { jsonrpc: '2.0', id: 3, result: { stopReason: 'end_turn' } });
    expect(withdrawn(talk.events)).toEqual(['p/1']);
    expect(talk.events.at(-1)).toMatchObject({ type: 'turn_ended' });
  });

  it('outside of a turn is cancelled', () => {
    const talk = inTurn();
    talk.hears({ jsonrpc: '2.0', id: 3, result: { stopReason: 'end_turn' } }, ask(0, { toolCallId: 'c' }));
    expect(talk.sent).toMatchObject([{ id: 0, result: cancelled }]);
    expect(asked(talk.events)).toEqual([]);
  });

  it('too many at once are refused, with a notice', () => {
    const talk = inTurn();
    for (let id = 0; id < 201; id += 1) talk.hears(ask(id, { toolCallId: `c${id}` }));
    expect(asked(talk.events)).toHaveLength(200);
    expect(talk.events.at(-1)).toMatchObject({ type: 'notice', level: 'error' });
    expect(talk.sent).toMatchObject([{ id: 200, result: selected('r') }]);
  });

  it('is never answered by "ask"', () => {
    const talk = inTurn();
    talk.hears(ask(0, { toolCallId: 'c' }));
    expect(() => talk.tells({ type: 'answer', request: 'p/1', answer: { kind: 'ask' } })).toThrow(
      'preflight',
    );
  });

  it('to leave a plan waits for a person', () => {
    const talk = inTurn();
    talk.hears(ask(0, { toolCallId: 'c', kind: 'switch_mode', rawInput: { plan: '1. do it' } }));
    expect(asked(talk.events)).toMatchObject([{ tool: 'ExitPlanMode', question: true }]);
  });
});

describe('the effect of a denial on the turn', () => {
  const end = (id: number, stopReason: string) => ({ jsonrpc: '2.0', id, result: { stopReason } });
  const call = { toolCallId: 'c', kind: 'execute', rawInput: { command: 'ls' } };

  it.each(['cancelled', 'end_turn'])('one that ends as %s continues with the reason, once', (stopReason) => {
    const talk = inTurn();
    talk.hears(ask(0, call));
    talk.tells({ type: 'answer', request: 'p/1', answer: no });
    talk.hears(end(3, stopReason));
    expect(talk.sent[1]).toMatchObject({ id: 4, method: 'session/prompt' });
    expect(JSON.stringify(talk.sent[1])).toContain('- Bash: ls (not that)');
    expect(talk.events.some(({ type }) => type === 'turn_ended')).toBe(false);
    talk.hears(end(4, 'end_turn'));
    expect(talk.events.at(-1)).toMatchObject({ type: 'turn_ended', result: { kind: 'completed' } });
  });

  it.each([
    { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'then not' } },
    { sessionUpdate: 'tool_call', toolCallId: 'another', status: 'completed' },
  ])('one in which the agent continued by itself gets the reason at its end: %j', (actionKind) => {
    const talk = inTurn();
    talk.hears(ask(0, call));
    talk.tells({ type: 'answer', request: 'p/1', answer: no });
    talk.hears(update(actionKind), end(3, 'end_turn'));
    expect(JSON.stringify(talk.sent[1])).toContain('- Bash: ls (not that)');
    talk.hears(end(4, 'end_turn'));
    expect(talk.sent).toHaveLength(2);
    expect(talk.events.at(-1)).toMatchObject({ type: 'turn_ended', result: { kind: 'completed' } });
  });

  it('one with the same denial twice gets the reason once', () => {
    const talk = inTurn();
    for (const [id, request] of [
      [0, 'p/1'],
      [1, 'p/2'],
    ] as const) {
      talk.hears(ask(id, { ...call, toolCallId: `c${id}` }));
      talk.tells({ type: 'answer', request, answer: no });
    }
    talk.hears(end(3, 'end_turn'));
    expect(JSON.stringify(talk.sent.at(-1)).match(/not that/g)).toHaveLength(1);
  });

  it('one that failed stays failed, and does not continue', () => {
    const talk = inTurn('codex');
    talk.hears(ask(0, call));
    talk.tells({ type: 'answer', request: 'p/1', answer: no });
    const _meta = { codex: { threadStatus: { type: 'systemError' } } };
    talk.hears(update({ sessionUpdate: 'session_info_update', _meta }), end(5, 'end_turn'));
    expect(talk.sent).toHaveLength(1);
    expect(talk.events.at(-1)).toMatchObject({ type: 'turn_ended', result: { kind: 'failed' } });
  });
});

describe('a call in another directory', () => {
  it.each([
    ['/project', undefined],
    ['/etc', '/etc'],
    ['sub', '/project/sub'],
  ])('says so: %s', (cwd, told) => {
    const talk = inTurn('codex');
    talk.hears(ask(0, { toolCallId: 'c', kind: 'execute', rawInput: { command: 'cat key', cwd } }));
    const [event] = asked(talk.events);
    expect(event).toMatchObject({ tool: 'Bash', input: { command: 'cat key' } });
    expect((event as { cwd?: string }).cwd).toBe(told);
  });
});

function ask(id: number | string, toolCall: object, options: unknown[] = [once, reject]) {
  const params = { sessionId: 's', toolCall, options };
  return { jsonrpc: '2.0', id, method: 'session/request_permission', params };
}

function update(update: object) {
  return { jsonrpc: '2.0', method: 'session/update', params: { sessionId: 's', update } };
}

function selected(optionId: string) {
  return { outcome: { outcome: 'selected', optionId } };
}

const cancelled = { outcome: { outcome: 'cancelled' } };

function asked(events: AgentEvent[]): AgentEvent[] {
  return events.filter(({ type }) => type === 'permission_asked');
}

function withdrawn(events: AgentEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'permission_withdrawn' ? [event.request] : []));
}

function asking({ state: { phase } }: ReturnType<typeof inTurn>): object {
  return phase.kind === 'turn' ? phase.turn.asked : {};
}
