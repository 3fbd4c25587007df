/** Finds the request that an uncaught error belongs to. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:net';

interface Request {
  socket: Socket;
  /** The answer is complete: later errors do not belong to the request. */
  answered(): boolean;
}

const current = new AsyncLocalStorage<Request>();

export function asRequest<T>(request: Request, handle: () => T): T {
  return current.run(request, handle);
}

/**
 * Closes the connection of the request that was being answered when an uncaught error was thrown. Call it from the
 * handler of uncaught errors.
 *
 * @returns false if the error does not come from a request
 */
export function failRequestAtFault(): boolean {
  const request = current.getStore();
  if (!request || request.answered() || request.socket.destroyed) return false;
  request.socket.destroy();
  return true;
}
