/**
 * An agent without measure: speaks just enough ACP to be given a prompt, and then does what the prompt names. Where it is
 * told to go on until a file is there, it does so gently after its first rush, so that its reader can come after.
 *
 * - `line PATH`: 600 MB without a newline, and more until PATH is there; then nothing.
 * - `events PATH`: 200,000 events, and more until PATH is there; then its turn ends.
 * - `bytes`: what is no UTF-8, no JSON, no text; then its turn ends.
 */
import { existsSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

export const floodBytes = 600_000_000;
export const floodEvents = 200_000;

interface Request {
  id?: number;
  method?: string;
  params?: { prompt?: { text?: string }[] };
}

async function answer({ id, method, params }: Request): Promise<void> {
  const reply = (result: object) => write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
  if (method === 'initialize') reply({ protocolVersion: 1, agentCapabilities: {} });
  if (method === 'session/new') reply({ sessionId: 'flood' });
  if (method !== 'session/prompt') return;
  const [what = '', path = ''] = (params?.prompt?.[0]?.text ?? '').split(' ');
  await floods[what]?.(path);
  reply({ stopReason: 'end_turn' });
}

const floods: Record<string, (path: string) => Promise<void>> = {
  async line(path) {
    const piece = Buffer.alloc(1_000_000, 'x');
    for (let written = 0; written < floodBytes; written += piece.length) write(piece);
    await goOn(path, () => write(piece));
    await new Promise(() => undefined);
  },
  async events(path) {
    let count = 0;
    const some = () => {
      const calls = Array.from({ length: 50 }, () => callAndEnd(`t${(count += 1)}`));
      write(calls.join(''));
    };
    while (count * 2 < floodEvents) some();
    await goOn(path, some);
    write(update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'all said' } }));
  },
  async bytes() {
    write(Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x0a, 0x00, 0x0a, 0x0d, 0x0a, 0xed, 0xa0, 0x80, 0x0a]));
    write('null\n[]\n"text"\n{}\n{"jsonrpc":"2.0"}\n{"jsonrpc":"2.0","method":7,"params":[]}\n');
    write(`${'['.repeat(100_000)}\n`);
    write(update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: hostile } }));
    const [before, after] = update({
      sessionUpdate: 'agent_message_chunk',
      content: { type: 'text', text: ' end|' },
    }).split('|');
    write(
      Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from(after ?? '')]),
    );
    await delay(0);
  },
};

/** NUL, half of a surrogate pair, what a terminal obeys, what turns the direction of text. */
const hostile = 'a\0b\uD800c\u001B]52;c;eA==\u0007d\u202Ee\u009B31mf';

async function goOn(path: string, more: () => void): Promise<void> {
  while (!existsSync(path)) {
    more();
    await delay(10);
  }
}

function callAndEnd(toolCallId: string): string {
  return (
    update({
      sessionUpdate: 'tool_call',
      toolCallId,
      title: 'ls',
      kind: 'execute',
      rawInput: { command: 'ls' },
    }) + update({ sessionUpdate: 'tool_call_update', toolCallId, status: 'completed' })
  );
}

function update(fields: object): string {
  const params = { sessionId: 'flood', update: fields };
  return `${JSON.stringify({ jsonrpc: '2.0', method: 'session/update', params })}\n`;
}

function write(bytes: string | Buffer): void {
  let rest = Buffer.from(bytes as string);
  while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
}

if (import.meta.main)
  for await (const line of createInterface({ input: process.stdin }))
    void answer(JSON.parse(line) as Request);
