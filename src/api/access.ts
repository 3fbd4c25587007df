/**
 * Decides which requests may pass. The socket is in a directory that only its owner can enter; other requests need
 * the token.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { problem, type Problem } from '../base/problem.ts';

export interface Access {
  /** Undefined if the request may pass. */
  refuse(request: IncomingMessage): Problem | undefined;
}

/** The Unix socket: a browser cannot reach it, and file permissions keep others out. */
export const socketAccess: Access = { refuse: () => undefined };

/**
 * Loopback TCP, which any web page and any user of the machine can reach. It requires the exact Host, so that a
 * foreign name that resolves to 127.0.0.1 fails; the exact Origin if there is one; and always the token.
 */
export function tcpAccess(port: number, token: string): Access {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const origins = new Set([...hosts].map((host) => `http://${host}`));
  return {
    refuse({ headers }) {
      if (!hosts.has(headers.host ?? ''))
        return problem('wrong_host', 'unknown host name', `use http://127.0.0.1:${port}`);
      const { origin } = headers;
      if ((origin !== undefined && !origins.has(origin)) || headers['sec-fetch-site'] === 'cross-site')
        return problem(
          'forbidden',
          'requests from other sites are refused',
          `open http://127.0.0.1:${port} itself`,
        );
      if (!isToken(headers.authorization, token))
        return problem(
          'unauthorized',
          'the token is missing or wrong',
          'send "Authorization: Bearer <token>" with the content of the file "token" in the state directory',
        );
      return undefined;
    },
  };
}

function isToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(/^Bearer (\S+)$/.exec(header ?? '')?.[1] ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
