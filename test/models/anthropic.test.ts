import { describe, expect, it } from 'vitest';
import { startModelServer, type MessagesBody, type ModelServer } from './anthropic.ts';
import { script, script64, type Step } from './script.ts';

type Messages = MessagesBody['messages'];

describe('the scripted model', () => {
  it('takes the step that follows the assistant turns since the script', async () => {
    await using server = await startModelServer();
    const steps = script([{ text: 'one' }, { tool: 'Bash', input: { command: 'ls' } }, { text: 'three' }]);
    const messages: Messages = [{ role: 'user', content: `please ${steps}` }];
    expect(await whole(server, messages)).toMatchObject({
      content: [{ text: 'one' }],
      stop_reason: 'end_turn',
    });

    messages.push({ role: 'assistant', content: 'one' }, { role: 'user', content: [toolResult('x')] });
    const second = await whole(server, messages);
    expect(second).toMatchObject({
      content: [{ type: 'tool_use', name: 'Bash', input: { command: 'ls' } }],
      stop_reason: 'tool_use',
    });

    messages.push(
      { role: 'assistant', content: 'two' },
      { role: 'user', content: [toolResult(script([{ text: 'no' }]))] },
    );
    expect(await whole(server, messages)).toMatchObject({ content: [{ text: 'three' }] });
    expect(server.requests.map(({ step }) => step)).toEqual([0, 1, 2]);
  });

  it('follows the newest script, also one in base64', async () => {
    await using server = await startModelServer();
    const messages: Messages = [
      { role: 'user', content: script([{ text: 'old' }]) },
      { role: 'assistant', content: 'old' },
      { role: 'user', content: [{ type: 'text', text: script64([{ text: 'new' }]) }] },
    ];
    expect(await whole(server, messages)).toMatchObject({ content: [{ text: 'new' }] });
  });

  it('says done past its script, and ok where there is none', async () => {
    await using server = await startModelServer();
    expect(await whole(server, [{ role: 'user', content: script([]) }])).toMatchObject({
      content: [{ text: 'done' }],
    });
    expect(await whole(server, [{ role: 'user', content: 'hello' }])).toMatchObject({
      content: [{ text: 'ok' }],
    });
    const title = { messages: [{ role: 'user', content: script([{ text: 'no' }]) }] };
    expect(await (await post(server, title)).json()).toMatchObject({ content: [{ text: 'ok' }] });
  });

  it('streams pieces of text, thinking and tool input that add up', async () => {
    await using server = await startModelServer();
    const step = { thinking: 'hm hm', text: 'hello world', tool: 'Bash', input: { command: 'ls' }, chunk: 3 };
    const events = await streamed(server, [step]);
    expect(events.at(0)).toMatchObject({ type: 'message_start' });
    expect(events.at(-1)).toMatchObject({ type: 'message_stop' });
    expect(deltas(events, 'text')).toBe('hello world');
    expect(deltas(events, 'thinking')).toBe('hm hm');
    expect(JSON.parse(deltas(events, 'partial_json'))).toEqual({ command: 'ls' });
  });

  it('fails as often as told, per conversation', async () => {
    await using server = await startModelServer();
    const steps: Step[] = [
      { status: 429, retryAfter: 7, times: 2, headers: { 'x-more': 'yes' }, text: 'at last' },
    ];
    const ask = (id: string) => post(server, bodyOf(steps), { 'x-claude-code-session-id': id });
    const first = await ask('a');
    expect([first.status, first.headers.get('retry-after'), first.headers.get('x-more')]).toEqual([
      429,
      '7',
      'yes',
    ]);
    expect(await first.json()).toMatchObject({ type: 'error', error: { type: 'rate_limit_error' } });
    expect((await ask('a')).status).toBe(429);
    expect(await (await ask('a')).json()).toMatchObject({ content: [{ text: 'at last' }] });
    expect((await ask('b')).status).toBe(429);
  });

  it('cuts an answer in its middle', async () => {
    await using server = await startModelServer();
    const response = await post(server, { ...bodyOf([{ text: 'first second', cut: true }]), stream: true });
    await expect(response.text()).rejects.toThrow('terminated');
    await expect(post(server, bodyOf([{ text: 'first second', cut: true }]))).rejects.toThrow('fetch failed');
  });

  it('holds an answer at its gates until they are released', async () => {
    await using server = await startModelServer();
    const order: string[] = [];
    const answered = streamed(server, [{ text: 'ab', gate: 'before', halfway: 'within' }]).then(() =>
      order.push('answered'),
    );
    await server.reached('before');
    order.push('before');
    server.release('before');
    await server.reached('within');
    order.push('within');
    await fetch(`${server.url}/release/within`, { method: 'POST' });
    await answered;
    expect(order).toEqual(['before', 'within', 'answered']);
  });

  it('closes while an answer hangs', async () => {
    const server = await startModelServer();
    const response = await post(server, { ...bodyOf([{ text: 'ab', hang: true }]), stream: true });
    await server.close();
    await expect(response.text()).rejects.toThrow('terminated');
  });
});

const tools = [{ name: 'Bash' }];

function bodyOf(steps: Step[]): object {
  return { model: 'm', tools, messages: [{ role: 'user', content: script(steps) }] };
}

function toolResult(content: string) {
  return { type: 'tool_result', tool_use_id: 't', content };
}

function post(server: ModelServer, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/v1/messages?beta=true`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
}

async function whole(server: ModelServer, messages: Messages): Promise<unknown> {
  return (await post(server, { model: 'm', tools, messages })).json();
}

async function streamed(server: ModelServer, steps: Step[]): Promise<Record<string, unknown>[]> {
  const text = await (await post(server, { ...bodyOf(steps), stream: true })).text();
  return [...text.matchAll(/^data: (.*)$/gm)].map(
    ([, data = '']) => JSON.parse(data) as Record<string, unknown>,
  );
}

function deltas(events: Record<string, unknown>[], field: string): string {
  return events
    .map((event) => (event['delta'] as Record<string, string> | undefined)?.[field] ?? '')
    .join('');
}
