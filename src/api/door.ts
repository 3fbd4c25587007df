/** Serves one listener: requests, streams and WebSockets of callers with access. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import { problem, type Problem } from '../base/problem.ts';
import { err, ok, type Result } from '../base/result.ts';
import { problemStatus } from '../contract/problem-status.ts';
import type { Access } from './access.ts';
import { asRequest } from './request-at-fault.ts';
import type { Daemon } from './routes.ts';
import { formEvents, formLive, responseSink, socketSink } from './sinks.ts';
import { watchStrangers, type Strangers } from './strangers.ts';
import type { Sink } from './sink.ts';
import { streamEvents } from './stream-events.ts';
import { streamLive } from './stream-live.ts';
import { readTarget, type Target } from './target.ts';

/** State that the listeners of one daemon share. */
export interface Door {
  daemon: Daemon;
  /** Records an unexpected error. @returns the problem for the caller */
  onBug: (error: unknown) => Problem;
  /** Maximum number of connections of each listener. */
  maximumConnections: number;
  /** Answers a request that has access. */
  listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  sockets: WebSocketServer;
  /** Responses that are kept open. */
  streams: Set<ServerResponse>;
}

/** Milliseconds that a connection may take to show its access; a local caller needs a few. */
const strangerPatience = 10_000;

/** Maximum number of connections of one listener that have not shown access yet. */
const mostStrangers = 64;

/** @param access decides which requests may pass */
export function serve(door: Door, access: Access): Server {
  const server = createServer();
  server.maxConnections = door.maximumConnections;
  const most = Math.min(mostStrangers, Math.ceil(door.maximumConnections / 2));
  const strangers = watchStrangers(server, { most, patience: strangerPatience });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // `close` follows a broken connection; without a listener the error would end the process.
    response.on('error', () => response.destroy());
    contain(door, request.socket, {
      answered: () => response.writableEnded,
      handle: () => handle(door, access, strangers, request, response),
      fail: (refusal) => {
        if (response.headersSent) response.destroy();
        else answerProblem(response, refusal);
      },
    });
  });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    contain(door, request.socket, {
      answered: () => stream.writableEnded,
      handle: () => upgrade(door, access, strangers, request, stream, head),
      fail: (refusal) => refuseUpgrade(stream, refusal),
    });
  });
  return server;
}

/** Contains an error to the request that caused it. */
function contain(
  door: Door,
  socket: Socket,
  {
    answered,
    handle,
    fail,
  }: { answered: () => boolean; handle: () => void; fail: (problem: Problem) => void },
): void {
  asRequest({ socket, answered }, () => {
    try {
      handle();
    } catch (error) {
      fail(door.onBug(error));
    }
  });
}

function handle(
  door: Door,
  access: Access,
  strangers: Strangers,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const target = admit(access, strangers, request);
  if ('code' in target) return answerProblem(response, target);
  const { pathname, searchParams } = target;
  if (request.method === 'GET' && pathname === '/api/v1/events')
    return events(door, request, response, searchParams);
  if (request.method === 'GET' && pathname === '/api/v1/live')
    return live(door, request, response, searchParams);
  return watch(door, door.listener(request, response), () => response.destroy());
}

/** Checks access first: nothing else of the request is read before. */
function admit(access: Access, strangers: Strangers, request: IncomingMessage): Target | Problem {
  const refusal = access.refuse(request);
  if (refusal) return refusal;
  strangers.admit(request.socket);
  return (
    readTarget(request.url) ??
    problem('invalid', 'not a path: the target of the request', 'see /api/v1/openapi.json')
  );
}

function live(door: Door, request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
  const after = readNumber('after', request.headers['last-event-id'] ?? query.get('after'));
  if (!after.ok) return answerProblem(response, after.error);
  const sending = streamLive(door.daemon.runtime, open(door, response, formLive), after.value);
  watch(door, sending, () => response.destroy());
}

function events(
  door: Door,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): void {
  const after = readNumber('after', request.headers['last-event-id'] ?? query.get('after'));
  if (!after.ok) return answerProblem(response, after.error);
  const limit = readNumber('limit', query.get('limit'));
  if (!limit.ok) return answerProblem(response, limit.error);
  const [run, session, kind] = [query.get('run'), query.get('session'), query.get('kind')];
  const filter = {
    ...(run && { run_id: run }),
    ...(session && { session_id: session }),
    ...(kind && { kinds: kind.split(',') }),
  };
  const follow = query.get('follow') !== 'false';
  const sending = streamEvents(door.daemon.runtime, open(door, response, formEvents), {
    after: after.value ?? 0,
    filter,
    follow,
    limit: limit.value ?? Infinity,
  });
  watch(
    door,
    sending.then(() => void response.end()),
    () => response.destroy(),
  );
}

/** @returns undefined where nothing is said */
function readNumber(name: string, text: string | string[] | null): Result<number | undefined, Problem> {
  if (text === null || text === '') return ok(undefined);
  return typeof text === 'string' && /^\d{1,15}$/.test(text)
    ? ok(Number(text))
    : err(problem('invalid', `not a number: ${name}=${String(text)}`, 'see /api/v1/openapi.json'));
}

function open(door: Door, response: ServerResponse, form: typeof formLive): Sink {
  door.streams.add(response);
  response.once('close', () => door.streams.delete(response));
  return responseSink(response, form);
}

function upgrade(
  door: Door,
  access: Access,
  strangers: Strangers,
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
): void {
  const target = admit(access, strangers, request);
  if ('code' in target) return refuseUpgrade(stream, target);
  if (target.pathname !== '/api/v1/live')
    return refuseUpgrade(stream, problem('not_found', 'no WebSocket at this path', '/api/v1/live'));
  const after = readNumber('after', target.searchParams.get('after'));
  if (!after.ok) return refuseUpgrade(stream, after.error);
  door.sockets.handleUpgrade(request, stream, head, (socket) =>
    watch(door, streamLive(door.daemon.runtime, socketSink(socket), after.value), () =>
      socket.close(1011, 'internal error'),
    ),
  );
}

/** Closes a stream whose source failed. Otherwise its reader would wait forever. */
function watch(door: Door, promise: Promise<void>, fail: () => void): void {
  promise.catch((error: unknown) => {
    door.onBug(error);
    fail();
  });
}

function refuseUpgrade(stream: Duplex, { code, message }: Problem): void {
  if (!stream.writable) return void stream.destroy();
  stream.end(`HTTP/1.1 ${problemStatus[code].http} ${message}\r\nConnection: close\r\n\r\n`);
}

function answerProblem(response: ServerResponse, { code, message, next }: Problem): void {
  response.writeHead(problemStatus[code].http, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ v: 1, type: 'error', data: { code, message, next } }));
}
