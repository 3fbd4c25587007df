/**
 * A model that says what its prompt tells it to ({@link Step}), behind the Anthropic Messages API on loopback: the
 * real Claude Code is driven with it, without a network and without a model.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createGates, type Gates } from './gates.ts';
import { messageOf, streamOf, type Message } from './anthropic-message.ts';
import { readScript, type Step } from './script.ts';

export interface ModelServer extends AsyncDisposable, Pick<Gates, 'reached' | 'release'> {
  /** For `ANTHROPIC_BASE_URL`. */
  readonly url: string;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly ModelRequest[];
  close(): Promise<void>;
}

export interface ModelRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: MessagesBody | null;
  /** The step that was answered; null for a side call, such as for a title, and for anything but messages. */
  step: number | null;
}

export interface MessagesBody {
  model: string;
  stream?: boolean;
  system?: unknown;
  tools?: { name: string }[];
  messages: { role: 'user' | 'assistant' | 'system'; content: string | Block[] }[];
}

export type Block = { type: string; text?: string } & Record<string, unknown>;

export interface ModelServerOptions {
  /** 0 for one that is free. */
  port?: number;
  /** What the model says to requests whose prompt is not the test's to write; undefined where its script is. */
  reply?: (request: MessagesBody) => Step | undefined;
}

export async function startModelServer({
  port = 0,
  reply = () => undefined,
}: ModelServerOptions = {}): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const gates = createGates();
  const countFault = createFaultCounter();
  const closing = new AbortController();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A script that cannot be read is the caller's mistake; anything else is a client that has gone.
      if (response.headersSent || response.destroyed) response.destroy();
      else sendError(response, { status: 400, message: String(error) });
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    reached: (name) => gates.reached(name),
    release: (name) => gates.release(name),
    close,
    [Symbol.asyncDispose]: close,
  };

  async function close(): Promise<void> {
    closing.abort();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const record: ModelRequest = {
      method: request.method ?? '',
      path,
      headers: request.headers,
      body: text.startsWith('{') ? (JSON.parse(text) as MessagesBody) : null,
      step: null,
    };
    const count = requests.push(record);
    if (path.startsWith('/release/')) gates.release(decodeURIComponent(path.slice('/release/'.length)));
    if (path === '/v1/messages/count_tokens') return sendJson(response, 200, { input_tokens: 100 });
    if (path !== '/v1/messages' || !record.body) return sendJson(response, 200, {});
    const replied = reply(record.body);
    const { step, number } = replied ? { step: replied, number: 0 } : stepOf(record.body);
    record.step = number;
    const faulty = hasFault(step) && countFault(step, record);
    await play(faulty ? step : wellOf(step), { ...record.body, count }, response);
  }

  async function play(step: Step, request: MessagesBody & { count: number }, response: ServerResponse) {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing.signal]);
    for (const [name, value] of Object.entries(step.headers ?? {})) response.setHeader(name, value);
    const now = Math.ceil(Date.now() / 1_000);
    for (const [name, seconds] of Object.entries(step.moments ?? {}))
      response.setHeader(name, String(now + seconds));
    response.setHeader('request-id', `req_${request.count}`);
    if (step.delayMs) await wait(step.delayMs, undefined, { signal });
    if (step.gate) await Promise.race([gates.pass(step.gate), aborted(signal)]);
    if (step.status !== undefined) return sendError(response, step);

    const halfway = () => middle(step, response, signal);
    const message = messageOf(step, request.model, `msg_${request.count}`);
    if (request.stream === true) return stream(message, step, response, { signal, middle: halfway });
    await halfway();
    if (!response.destroyed) sendJson(response, 200, message);
  }

  /** What happens in the middle of an answer; one that is not streamed has its middle before its only piece. */
  async function middle(step: Step, response: ServerResponse, signal: AbortSignal): Promise<void> {
    if (step.halfway) await Promise.race([gates.pass(step.halfway), aborted(signal)]);
    if (step.hang) await aborted(signal);
    if (step.cut) response.destroy();
  }
}

async function stream(
  message: Message,
  step: Step,
  response: ServerResponse,
  { signal, middle }: { signal: AbortSignal; middle: () => Promise<void> },
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  for (const event of streamOf(message, step.chunk, step.halfway !== undefined || step.cut || step.hang)) {
    if (event === 'halfway') await middle();
    else {
      await written(response, `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      const pause = event.type === 'content_block_delta' ? (step.chunkMs ?? 0) : 0;
      if (pause > 0) await wait(pause, undefined, { signal });
    }
  }
  response.end();
}

/** Counted per conversation and step, so that sessions side by side do not use up each other's faults. */
function createFaultCounter(): (step: Step, request: ModelRequest) => boolean {
  const faults = new Map<string, number>();
  return (step, request) => {
    const key = JSON.stringify([request.headers['x-claude-code-session-id'], request.step, step]);
    const count = (faults.get(key) ?? 0) + 1;
    faults.set(key, count);
    return count <= (step.times ?? Infinity);
  };
}

function stepOf(body: MessagesBody): { step: Step; number: number | null } {
  if (!body.tools?.length) return { step: {}, number: null };
  let number = 0;
  for (const message of body.messages.toReversed()) {
    if (message.role === 'assistant') {
      number += 1;
      continue;
    }
    const steps = readScript(textOf(message.content));
    if (steps) return { step: steps[number] ?? { text: 'done' }, number };
  }
  return { step: {}, number: null };
}

/** Words a person wrote; what tools returned is not among them. */
function textOf(content: string | Block[]): string {
  if (typeof content === 'string') return content;
  return content
    .filter((block) => block.type === 'text')
    .map((block) => block.text)
    .join('\n');
}

function hasFault(step: Step): boolean {
  return step.status !== undefined || step.cut === true || step.hang === true;
}

/** The step without its fault. */
function wellOf({ status: _status, cut: _cut, hang: _hang, ...step }: Step): Step {
  return step;
}

const errorTypes: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

function sendError(response: ServerResponse, step: Step): void {
  const status = step.status ?? 500;
  const type = errorTypes[status] ?? 'api_error';
  if (step.retryAfter !== undefined) response.setHeader('retry-after', String(step.retryAfter));
  sendJson(response, status, { type: 'error', error: { type, message: step.message ?? type } });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Resolves when the text has left this process, so that a connection cut next has really carried it. */
function written(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    response.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Rejects when the client has gone or the server closes. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
