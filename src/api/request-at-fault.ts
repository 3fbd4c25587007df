/** Which request an error belongs to that nobody caught. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:net';

interface Request {
  socket: Socket;
  /** The answer is complete: what happens later is not the request's doing. */
  answered(): boolean;
}

const current = new AsyncLocalStorage<Request>();

export function asRequest<T>(request: Request, handle: () => T): T {
  return current.run(request, handle);
}

/**
 * Closes the connection whose request was being answered when an uncaught error was thrown; to be called from the
 * handler of uncaught errors.
 *
 * @returns false where the error does not come from a request
 */
export function failRequestAtFault(): boolean {
  const request = current.getStore();
  if (!request || request.answered() || request.socket.destroyed) return false;
  request.socket.destroy();
  return true;
}
