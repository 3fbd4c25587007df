/** Limits the number and age of connections that have not shown access yet. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface Strangers {
  /** A request of this connection had access: the connection may stay. */
  admit(socket: Socket): void;
}

export interface StrangerLimits {
  /** Maximum number of connections without a request that had access. One more closes the oldest of them. */
  most: number;
  /** Milliseconds until such a connection is closed. */
  patience: number;
}

/**
 * Closes the oldest connection instead of refusing the newest: a caller with a token sends its request at once, so an
 * old connection is idle. Idle connections must not keep the caller out.
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
