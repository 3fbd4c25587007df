/** HTTP over a Unix socket, which `fetch` cannot do. */
import type * as http from 'node:http';
import { createRequire } from 'node:module';

/** Required: an import reads every export of the module, which loads `fetch` and takes 40 ms at each command. */
const { request } = createRequire(import.meta.url)('node:http') as typeof http;

export interface UnixHttp {
  request(method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** The text of a response in pieces; ends when `signal` aborts. */
  stream(path: string, signal: AbortSignal): AsyncIterable<string>;
}

/**
 * @param hurry aborts requests that wait for their response; later requests are still sent
 * @throws from its methods, with the system's error, if nothing listens at `socketPath`
 */
export function unixHttp(socketPath: string, hurry?: AbortSignal): UnixHttp {
  return {
    async request(method, path, body) {
      const response = await send(method, path, body, hurry?.aborted ? undefined : hurry);
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk as string;
      return { status: response.statusCode ?? 0, body: text === '' ? null : (JSON.parse(text) as unknown) };
    },
    async *stream(path, signal) {
      if (signal.aborted) return;
      const response = await send('GET', path, undefined, signal);
      if (response.statusCode !== 200) {
        response.destroy();
        throw new Error(`the stream was refused with status ${response.statusCode}`);
      }
      try {
        for await (const chunk of response.setEncoding('utf8')) yield chunk as string;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };

  function send(
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers =
        text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const outgoing = request({ socketPath, path, method, headers, ...(signal && { signal }) }, resolve);
      outgoing.once('error', reject);
      outgoing.end(text);
    });
  }
}
