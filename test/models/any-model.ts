/**
 * A model that says what its prompt tells it to ({@link Step}), behind the APIs that agents other than Claude Code speak:
 * one server on loopback, which knows a provider by the path of the request. Of a step's faults it plays `status`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dialect, Json, Said } from './dialect.ts';
import { createGates, type Gates } from './gates.ts';
import { gemini } from './gemini.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import { readScript, type Step } from './script.ts';

export interface AnyModel extends AsyncDisposable, Pick<Gates, 'reached' | 'release'> {
  readonly url: string;
  /** Path and body of every request so far. */
  readonly requests: readonly { path: string; body: Json }[];
}

const dialects: readonly Dialect[] = [openaiChat, openaiResponses, gemini];

export async function startAnyModel(): Promise<AnyModel> {
  const requests: { path: string; body: Json }[] = [];
  const gates = createGates();
  const faults = new Map<string, number>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendError(response, 400, String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    reached: (name) => gates.reached(name),
    release: (name) => gates.release(name),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Json;
    const id = String(requests.push({ path: pathname, body }));
    const dialect = dialects.find((each) => each.serves(pathname));
    if (!dialect) return sendJson(response, 404, { error: { message: 'nothing is here' } });

    const turns = dialect.turnsOf(body);
    const streams = body['stream'] === true || pathname.endsWith(':streamGenerateContent');
    const model = typeof body['model'] === 'string' ? body['model'] : 'scripted';
    if (!streams) return sendJson(response, 200, dialect.plain(id, model));
    const step = turns === null ? { text: 'ok' } : stepOf(turns);
    const key = JSON.stringify(step);
    const failed = faults.get(key) ?? 0;
    if (step.status !== undefined && failed < (step.times ?? Infinity)) {
      faults.set(key, failed + 1);
      return sendError(response, step.status, step.message ?? 'as the script says');
    }
    if (step.gate !== undefined) await gates.pass(step.gate);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of dialect.stream(step, id, model))
      if (piece === 'halfway') await gates.pass(step.halfway ?? '');
      else response.write(piece);
    response.end();
  }
}

/** The newest script is in force; each answer of the model after it took one step. */
function stepOf(turns: Said[]): Step {
  let number = 0;
  for (const { by, text } of turns.toReversed()) {
    if (by === 'model') {
      number += 1;
      continue;
    }
    const steps = readScript(text);
    if (steps) return steps[number] ?? { text: 'done' };
  }
  return { text: 'ok' };
}

function sendError(response: ServerResponse, status: number, message: string): void {
  const type = status === 429 ? 'rate_limit_exceeded' : 'error';
  sendJson(response, status, { error: { code: status, type, message, status: type } });
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
