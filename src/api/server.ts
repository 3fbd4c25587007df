/** The door: the same API on the Unix socket and on loopback TCP. */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { WebSocketServer } from 'ws';
import { problem, problems, type Problem } from '../contract/error.ts';
import { socketAccess, tcpAccess, type Access } from './access.ts';
import { createApp } from './app.ts';
import { asRequest } from './request-at-fault.ts';
import type { Daemon } from './routes.ts';
import { formEvents, formLive, responseSink, socketSink } from './sinks.ts';
import { watchStrangers, type Strangers } from './strangers.ts';
import { streamEvents, streamLive, type Sink } from './stream.ts';
import { readTarget, type Target } from './target.ts';

export interface ApiOptions {
  daemon: Daemon;
  /** Path of the Unix socket; whoever calls holds the instance lock, so a socket that is there is a dead one's. */
  socket: string;
  /** 0 for any free port. */
  port: number;
  token: string;
  version: string;
  /** Connections at each door; more are refused, so that files stay for everything else. */
  maximumConnections: number;
  /** Records an error that nobody expected. @returns what the caller is told */
  onBug: (error: unknown) => Problem;
}

export interface Api extends AsyncDisposable {
  port: number;
}

/** The kernel's limit is 108 bytes with the closing NUL on Linux and 104 on macOS. */
const maximumSocketPath = 100;

/** Milliseconds that a connection may take to show that it may ask; a caller on the same machine needs a few. */
const strangerPatience = 10_000;

/** Connections at one door that have not shown it yet, at most. */
const mostStrangers = 64;

/** @throws an error with a message for people where a door cannot be opened */
export async function openApi(options: ApiOptions): Promise<Api> {
  const { socket, daemon, token, onBug, version } = options;
  if (Buffer.byteLength(socket) > maximumSocketPath)
    throw new Error(
      `the path of the socket is too long (${Buffer.byteLength(socket)} bytes, ${maximumSocketPath} at most): ${socket}. Set FAIRLEAD_HOME to a shorter directory`,
    );
  const app = createApp(daemon, version, onBug);
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  const streams = new Set<ServerResponse>();

  rmSync(socket, { force: true });
  const local = serve(socketAccess);
  await listen(local, () => local.listen(socket));
  chmodSync(socket, 0o600);

  // The port is part of what is checked, so the door opens before it is known who may come in.
  let access: Access = { refuse: () => problem('busy', 'not ready yet', 'try again') };
  const loopback = serve({ refuse: (request) => access.refuse(request) });
  await listen(loopback, () => loopback.listen(options.port, '127.0.0.1'));
  const { port } = loopback.address() as AddressInfo;
  access = tcpAccess(port, token);

  return {
    port,
    async [Symbol.asyncDispose]() {
      // Readers that stay are sent away; requests that are being answered get their answer.
      for (const client of sockets.clients) client.close(1001, 'the daemon ends');
      for (const response of streams) response.end();
      await Promise.all([close(local), close(loopback)]);
      rmSync(socket, { force: true });
    },
  };

  function serve(access: Access): Server {
    const server = createServer();
    server.maxConnections = options.maximumConnections;
    const most = Math.min(mostStrangers, Math.ceil(options.maximumConnections / 2));
    const strangers = watchStrangers(server, { most, patience: strangerPatience });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      // One that breaks off is told by `close`; without a listener the error would end the process.
      response.on('error', () => response.destroy());
      contain(request.socket, {
        answered: () => response.writableEnded,
        handle: () => handle(access, strangers, request, response),
        fail: (refusal) => {
          if (response.headersSent) response.destroy();
          else answerProblem(response, refusal);
        },
      });
    });
    server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      stream.on('error', () => stream.destroy());
      contain(request.socket, {
        answered: () => stream.writableEnded,
        handle: () => upgrade(access, strangers, request, stream, head),
        fail: (refusal) => refuseUpgrade(stream, refusal),
      });
    });
    return server;
  }

  /** An error in answering one request is that request's failure and nobody else's. */
  function contain(
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
        fail(onBug(error));
      }
    });
  }

  function handle(
    access: Access,
    strangers: Strangers,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const target = admit(access, strangers, request);
    if ('code' in target) return answerProblem(response, target);
    const { pathname, searchParams } = target;
    if (request.method === 'GET' && pathname === '/api/v1/events')
      return events(request, response, searchParams);
    if (request.method === 'GET' && pathname === '/api/v1/live')
      return watch(streamLive(daemon.runtime, open(response, formLive)), () => response.destroy());
    return watch(listener(request, response), () => response.destroy());
  }

  /** Access comes first: nothing that a stranger sends is read before. */
  function admit(access: Access, strangers: Strangers, request: IncomingMessage): Target | Problem {
    const refusal = access.refuse(request);
    if (refusal) return refusal;
    strangers.admit(request.socket);
    return (
      readTarget(request.url) ??
      problem('invalid', 'not a path: the target of the request', 'see /api/v1/openapi.json')
    );
  }

  function events(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    const from = request.headers['last-event-id'] ?? query.get('after') ?? '0';
    if (typeof from !== 'string' || !/^\d{1,15}$/.test(from))
      return answerProblem(
        response,
        problem('invalid', 'after: must be a number', 'see /api/v1/openapi.json'),
      );
    const [run, session, kind] = [query.get('run'), query.get('session'), query.get('kind')];
    const filter = {
      ...(run && { run_id: run }),
      ...(session && { session_id: session }),
      ...(kind && { kinds: kind.split(',') }),
    };
    const follow = query.get('follow') !== 'false';
    const sending = streamEvents(daemon.runtime, open(response, formEvents), {
      after: Number(from),
      filter,
      follow,
    });
    watch(
      sending.then(() => void response.end()),
      () => response.destroy(),
    );
  }

  function open(response: ServerResponse, form: typeof formLive): Sink {
    streams.add(response);
    response.once('close', () => streams.delete(response));
    return responseSink(response, form);
  }

  function upgrade(
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
    sockets.handleUpgrade(request, stream, head, (socket) =>
      watch(streamLive(daemon.runtime, socketSink(socket)), () => socket.close(1011, 'internal error')),
    );
  }

  /** A reader whose answer cannot go on must hear of it, or it waits for ever. */
  function watch(promise: Promise<void>, fail: () => void): void {
    promise.catch((error: unknown) => {
      onBug(error);
      fail();
    });
  }
}

function refuseUpgrade(stream: Duplex, { code, message }: Problem): void {
  if (!stream.writable) return void stream.destroy();
  stream.end(`HTTP/1.1 ${problems[code].http} ${message}\r\nConnection: close\r\n\r\n`);
}

function answerProblem(response: ServerResponse, { code, message, next }: Problem): void {
  response.writeHead(problems[code].http, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ v: 1, type: 'error', data: { code, message, next } }));
}

async function listen(server: Server, begin: () => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', resolve);
    begin();
  });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
