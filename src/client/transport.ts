/** Sends requests to the daemon: over the Unix socket in Node, over loopback TCP in the browser. */
export interface Transport {
  /** @throws if the daemon cannot be reached */
  request(method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /**
   * The text of a stream in pieces; ends when `signal` aborts or the daemon closes it.
   *
   * @throws if the daemon cannot be reached, or answers with a status other than 200
   */
  stream(path: string, signal: AbortSignal): AsyncIterable<string>;
}
