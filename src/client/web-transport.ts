import { problem } from '../base/problem.ts';
import { FairleadError } from './failure.ts';
import type { Transport } from './transport.ts';

/** Reaches a daemon over loopback TCP with `fetch`: in a browser, or without access to the socket. */
export function webTransport(url: string, token: string): Transport {
  const headers = { authorization: `Bearer ${token}` };
  const reach = async (path: string, options: Omit<Parameters<typeof fetch>[1], 'headers'>) => {
    const type: Record<string, string> =
      options.body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      return await fetch(url + path, { ...options, headers: { ...headers, ...type } });
    } catch (cause) {
      throw new FairleadError(
        problem('no_daemon', `no daemon answers at ${url}`, 'fairlead daemon start'),
        cause,
      );
    }
  };
  return {
    async request(method, path, body) {
      const response = await reach(path, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
    async *stream(path, signal) {
      const response = await reach(path, { method: 'GET', signal });
      if (response.status !== 200)
        throw new FairleadError(
          problem(
            'unauthorized',
            `the daemon refused the stream with status ${response.status}`,
            'check the token',
          ),
        );
      const decoder = new TextDecoder();
      try {
        for await (const chunk of response.body ?? []) yield decoder.decode(chunk, { stream: true });
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}
