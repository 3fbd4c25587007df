/** The listeners: the same API on the Unix socket and on loopback TCP. */
import { chmodSync, rmSync } from 'node:fs';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { WebSocketServer } from 'ws';
import { problem, type Problem } from '../base/problem.ts';
import { socketAccess, tcpAccess, type Access } from './access.ts';
import { createApp } from './app.ts';
import { serve, type Door } from './door.ts';
import type { Daemon } from './routes.ts';

export interface ApiOptions {
  daemon: Daemon;
  /** Path of the Unix socket. The caller holds the instance lock, so an existing socket is stale. */
  socket: string;
  /** 0 for the usual port, or any free one. */
  port: number;
  /** The port of earlier daemons: a link to the API, or an open page, stays valid. */
  usualPort?: number | undefined;
  token: string;
  version: string;
  /**
   * Maximum number of connections of each listener. More are refused, so that file descriptors remain for everything
   * else.
   */
  maximumConnections: number;
  /** Records an unexpected error. @returns the problem for the caller */
  onBug: (error: unknown) => Problem;
}

export interface Api extends AsyncDisposable {
  port: number;
}

/** The kernel's limit is 108 bytes with the closing NUL on Linux and 104 on macOS. */
const maximumSocketPath = 100;

/** @throws an error with a message for people if a listener cannot be opened */
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

  const { maximumConnections } = options;
  const door: Door = { daemon, onBug, maximumConnections, listener, sockets, streams };

  rmSync(socket, { force: true });
  const local = serve(door, socketAccess);
  await listen(local, () => local.listen(socket));
  chmodSync(socket, 0o600);

  // The port is part of the access check, so the listener opens before the check is known.
  let access: Access = { refuse: () => problem('busy', 'not ready yet', 'try again') };
  const loopback = serve(door, { refuse: (request) => access.refuse(request) });
  await listenOnLoopback(loopback, options);
  const { port } = loopback.address() as AddressInfo;
  access = tcpAccess(port, token);

  return {
    port,
    async [Symbol.asyncDispose]() {
      // Closes streams, and lets requests in progress finish.
      for (const client of sockets.clients) client.close(1001, 'the daemon ends');
      for (const response of streams) response.end();
      await Promise.all([close(local), close(loopback)]);
      rmSync(socket, { force: true });
    },
  };
}

/** A free port is taken if another program has the usual one. @throws if a port of the configuration is taken */
async function listenOnLoopback(
  server: Server,
  { port, usualPort = 0 }: Pick<ApiOptions, 'port' | 'usualPort'>,
): Promise<void> {
  const open = (wanted: number) => listen(server, () => server.listen(wanted, '127.0.0.1'));
  if (port !== 0 || usualPort === 0) return open(port);
  try {
    await open(usualPort);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    await open(0);
  }
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
