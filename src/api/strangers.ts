/** Connections that have not shown yet that they may ask: few at a time, and not for long. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface Strangers {
  /** A request of this connection passed: the connection may stay. */
  admit(socket: Socket): void;
}

export interface StrangerLimits {
  /** Connections without a request that passed. One more closes the one that has waited longest. */
  most: number;
  /** Milliseconds until such a connection is closed. */
  patience: number;
}

/**
 * The oldest is closed and not the newest refused: a caller with a token sends its request at once, so what waits long is
 * idle, and idle connections must not keep the caller out.
 */
export function watchStrangers(server: Server, { most, patience }: StrangerLimits): Strangers {
  const waiting = new Map<Socket, NodeJS.Timeout>();
  server.on('connection', (socket: Socket) => {
    waiting.set(
      socket,
      setTimeout(() => socket.destroy(), patience),
    );
    socket.once('close', () => forget(socket));
    const [oldest] = waiting.keys();
    if (waiting.size > most) oldest?.destroy();
  });
  return { admit: forget };

  function forget(socket: Socket): void {
    clearTimeout(waiting.get(socket));
    waiting.delete(socket);
  }
}
