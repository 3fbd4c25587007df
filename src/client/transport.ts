/** How requests get to the daemon: over the Unix socket in Node, over loopback TCP in the browser. */
export interface Transport {
  /** @throws where the daemon cannot be reached */
  request(method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /**
   * The text of a stream, in pieces as they come; ends when `signal` aborts or the daemon closes it.
   *
   * @throws where the daemon cannot be reached, or refuses with a status that is not 200
   */
  stream(path: string, signal: AbortSignal): AsyncIterable<string>;
}
