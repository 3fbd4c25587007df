/**
 * A minimal ACP agent for measurements. Its first argument is its action for each prompt: `hang` does nothing, `clock
 * COUNT PACE` writes the time COUNT times, PACE ms apart, `copy FILE` writes a file of lines.
 */
import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';

const [what, first, second] = process.argv.slice(2);

const actions = {
  hang: () => new Promise(() => {}),
  async clock() {
    for (let left = Number(first); left > 0; left -= 1) {
      const text = `${performance.timeOrigin + performance.now()} `;
      const update = { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } };
      write({ jsonrpc: '2.0', method: 'session/update', params: { sessionId: 'one', update } });
      await after(Number(second));
    }
  },
  async copy() {
    const file = createReadStream(first);
    file.pipe(process.stdout, { end: false });
    await once(file, 'end');
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(line);
  if (method === 'initialize') answer(id, { protocolVersion: 1, agentCapabilities: {} });
  else if (method === 'session/new') answer(id, { sessionId: 'one' });
  else if (method === 'session/prompt') {
    await actions[what ?? 'hang']();
    answer(id, { stopReason: 'end_turn' });
  }
}

function answer(id, result) {
  write({ jsonrpc: '2.0', id, result });
}

function write(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
