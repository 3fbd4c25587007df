/**
 * An agent that speaks ACP badly: `node rude.ts <manner>`. It is written without any library, so that it can break every
 * rule of the protocol. What a manner leaves out is done properly.
 */
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

type Message = {
  id?: number | string;
  method?: string;
  params?: { sessionId?: string; prompt?: { text: string }[] };
  result?: unknown;
  error?: { code: number };
};

/** By method; `answer` by the id of a request of the agent's own. */
type Manner = {
  [method: string]: (message: Message) => void;
};

const proper: Manner = {
  initialize: ({ id }) => result(id, { protocolVersion: 1, agentCapabilities: {} }),
  'session/new': ({ id }) => result(id, { sessionId: 's' }),
  'session/prompt': ({ id, params }) => {
    say(params?.prompt?.[0]?.text ?? '');
    result(id, { stopReason: 'end_turn' });
  },
  'session/cancel': () => undefined,
  answer: () => undefined,
};

let prompted: number | string | undefined;

const manners: Record<string, Manner> = {
  garbage: { initialize: () => process.stdout.write('Welcome!\n{"jsonrpc":"2.0","id":1,"res\n[1]\n\n') },
  'garbage, then well': {
    initialize(message) {
      process.stdout.write('Update available: run `npm install`\n\u001b[32mready\u001b[0m\n');
      proper['initialize']?.(message);
    },
  },
  silent: { initialize: () => undefined },
  'old protocol': { initialize: ({ id }) => result(id, { protocolVersion: 0 }) },
  'not logged in': { 'session/new': ({ id }) => error(id, -32_000, 'Authentication required') },
  'wants files and terminals': {
    'session/prompt'({ id }) {
      prompted = id;
      request('a', 'fs/read_text_file', { sessionId: 's', path: '/etc/passwd' });
      request('b', 'fs/write_text_file', { sessionId: 's', path: 'x', content: 'x' });
      request('c', 'terminal/create', { sessionId: 's', command: 'sh' });
      request('d', 'novelty/of/theirs', {});
    },
    answer(message) {
      say(`${message.id}:${message.error?.code} `);
      if (message.id === 'd') result(prompted, { stopReason: 'end_turn' });
    },
  },
  floods: {
    'session/prompt'({ id }) {
      for (let count = 0; count < 20_000; count += 1)
        line({
          method: 'session/update',
          params: { sessionId: 's', update: { sessionUpdate: 'novelty', count } },
        });
      for (let count = 0; count < 20_000; count += 1) say('x');
      result(id, { stopReason: 'end_turn' });
    },
  },
  'answers out of order': {
    initialize({ id }) {
      result(3, { stopReason: 'end_turn' });
      result(2, { sessionId: 'early' });
      result('1', { protocolVersion: 1 });
      result(id, { protocolVersion: 1 });
    },
  },
  'answers twice': {
    'session/new'({ id }) {
      result(id, { sessionId: 's' });
      result(id, { sessionId: 'another' });
    },
    'session/prompt'(message) {
      proper['session/prompt']?.(message);
      proper['session/prompt']?.(message);
    },
  },
  'dies in the middle': {
    'session/prompt'() {
      say('I am going to');
      process.stdout.write('{"jsonrpc":"2.0","method":"session/upd', () =>
        process.kill(process.pid, 'SIGKILL'),
      );
    },
  },
  'writes huge lines': {
    'session/prompt'({ id }) {
      say('y'.repeat(8_000_000));
      result(id, { stopReason: 'end_turn' });
    },
  },
  'writes no UTF-8': {
    'session/prompt'({ id }) {
      const [before, after] = JSON.stringify(update('a?b')).split('?');
      process.stdout.write(
        Buffer.concat([Buffer.from(before ?? ''), Buffer.of(0xff, 0xc3), Buffer.from(`${after}\n`)]),
      );
      process.stdout.write(Buffer.of(0xfe, 0xff, 0x0a));
      say('\u2028 line separators \u2029 and \r returns');
      result(id, { stopReason: 'end_turn' });
    },
  },
  'allows for ever only': {
    'session/prompt'({ id }) {
      prompted = id;
      ask(1, [{ optionId: 'ever', name: 'Always', kind: 'allow_always' }]);
    },
    answer(message) {
      say(JSON.stringify(message.result));
      result(prompted, { stopReason: 'end_turn' });
    },
  },
  'ignores a cancel': {
    'session/prompt'({ id }) {
      prompted = id;
      say('begun');
    },
    'session/cancel'() {
      say('never mind');
      result(prompted, { stopReason: 'end_turn' });
    },
  },
  'acts without a word': {
    'session/prompt'({ id }) {
      result(id, { stopReason: 'end_turn' });
      say('after the end');
      ask(1, [{ optionId: 'once', name: 'Once', kind: 'allow_once' }]);
    },
  },
  'acts without asking': {
    'session/prompt'({ id, params }) {
      prompted = id;
      const path = params?.prompt?.[0]?.text ?? '';
      tool('tool_call', { kind: 'edit', title: 'Write', status: 'pending', locations: [{ path }] });
      const failed = attempt(() => writeFileSync(path, 'unasked\n'));
      tool('tool_call_update', { status: failed === null ? 'completed' : 'failed', rawOutput: failed ?? '' });
      if (failed !== null) {
        say(failed);
        result(prompted, { stopReason: 'end_turn' });
      }
    },
    'session/cancel'() {
      result(prompted, { stopReason: 'cancelled' });
    },
  },
  'ends as told': {
    'session/prompt'({ id, params }) {
      say('as far as I came');
      result(id, { stopReason: params?.prompt?.[0]?.text });
    },
  },
};

const manner = manners[process.argv[2] ?? ''];
if (!manner) throw new Error(`no such manner: ${process.argv[2]}`);
const methods: Manner = { ...proper, ...manner };

createInterface({ input: process.stdin }).on('line', (text) => {
  const message = JSON.parse(text) as Message;
  const handle = methods[message.method ?? 'answer'];
  if (handle) handle(message);
  else error(message.id, -32_601, 'Method not found');
});

function line(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

function result(id: number | string | undefined, result: object): void {
  line({ id, result });
}

function error(id: number | string | undefined, code: number, message: string): void {
  line({ id, error: { code, message } });
}

function request(id: number | string, method: string, params: object): void {
  line({ id, method, params });
}

function ask(id: number, options: object[]): void {
  const toolCall = { toolCallId: 'c', kind: 'execute', rawInput: { command: 'make' } };
  request(id, 'session/request_permission', { sessionId: 's', toolCall, options });
}

function tool(sessionUpdate: string, fields: object): void {
  const update = { sessionUpdate, toolCallId: 'c', ...fields };
  line({ method: 'session/update', params: { sessionId: 's', update } });
}

/** @returns why it did not work */
function attempt(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function update(text: string): object {
  const update = { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } };
  return { jsonrpc: '2.0', method: 'session/update', params: { sessionId: 's', update } };
}

function say(text: string): void {
  line(update(text));
}
