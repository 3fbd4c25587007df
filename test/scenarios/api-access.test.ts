/** Who gets in over loopback: only who shows the token, under the exact name, from no other site. */
import { readFileSync, statSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createClient } from '../../src/client/client.ts';
import { webTransport } from '../../src/client/web-transport.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let port: number;
let token: string;

beforeAll(async () => {
  world = await createWorld();
  await world.startDaemon();
  ({ port } = JSON.parse(readFileSync(join(world.state, 'daemon.json'), 'utf8')) as { port: number });
  token = readFileSync(join(world.state, 'token'), 'utf8').trim();
});

afterAll(() => world[Symbol.asyncDispose]());

interface Knock {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

function knock({ method = 'GET', path = '/api/v1/sessions', headers = {}, body }: Knock): Promise<{
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, method, path, headers, setHost: !('host' in headers) },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

const bearer = () => ({ authorization: `Bearer ${token}` });

describe('loopback', () => {
  it('lets in who shows the token', async () => {
    await expect(knock({ headers: bearer() })).resolves.toMatchObject({ status: 200 });
    for (const host of ['127.0.0.1', 'localhost'])
      await expect(
        knock({ headers: { ...bearer(), host: `${host}:${port}`, origin: `http://${host}:${port}` } }),
      ).resolves.toMatchObject({ status: 200 });
    const client = createClient(webTransport(`http://127.0.0.1:${port}`, token), 'web');
    await expect(client.sessions()).resolves.toEqual([]);
    const live = new AbortController();
    for await (const { now, changes } of client.live(live.signal)) {
      expect(now).toMatchObject({ sessions: [] });
      expect(changes, 'a snapshot comes first').toBeNull();
      live.abort();
    }
  });

  it.each([
    '/api/v1/sessions',
    '/api/v1/openapi.json',
    '/api/v1/events',
    '/api/v1/live',
    '/api/v1/daemon',
    '/',
    '/nothing',
  ])('answers nothing at %s without it', async (path) => {
    await expect(knock({ path })).resolves.toMatchObject({ status: 401 });
    for (const authorization of ['Bearer ', 'Bearer wrong', `Basic ${token}`, token, `Bearer ${token}x`])
      await expect(knock({ path, headers: { authorization } })).resolves.toMatchObject({ status: 401 });
    await expect(knock({ path: `${path}?token=${token}` })).resolves.toMatchObject({ status: 401 });
  });

  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1',
    'localhost',
    '127.0.0.1:1',
    '[::1]:80',
    '0.0.0.0:80',
    '',
  ])('is not served under the name %j', async (host) => {
    const { status } = await knock({ headers: { ...bearer(), host } });
    // An empty name is no HTTP at all.
    expect([421, 400]).toContain(status);
  });

  it.each([
    'http://evil.example',
    'null',
    'https://127.0.0.1',
    'http://127.0.0.1',
    'http://localhost:1',
    'file://',
    'http://127.0.0.1.evil.example',
  ])('refuses pages of %s, and tells no site that it may', async (origin) => {
    const answer = await knock({ headers: { ...bearer(), origin } });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    await expect(
      knock({ method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } }),
    ).resolves.toMatchObject({ status: 403 });
  });

  it('refuses what a browser says comes from another site', async () => {
    await expect(knock({ headers: { ...bearer(), 'sec-fetch-site': 'cross-site' } })).resolves.toMatchObject({
      status: 403,
    });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'takes no command as %j',
    async (type) => {
      const body = JSON.stringify({ type: 'stop_all' });
      const answer = await knock({
        method: 'POST',
        path: '/api/v1/commands',
        headers: { ...bearer(), ...(type && { 'content-type': type }) },
        body,
      });
      expect(answer.status).toBe(415);
    },
  );

  it('opens a WebSocket only to who may come in', async () => {
    const open = (headers: Record<string, string>, options: { origin?: string } = {}) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live`, { headers, ...options });
        socket.once('message', (data: Buffer) => {
          resolve((JSON.parse(data.toString()) as { type: string }).type);
          socket.close();
        });
        socket.once('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
        socket.once('error', (error) => resolve(error.message));
      });
    await expect(open(bearer())).resolves.toBe('snapshot');
    await expect(open({})).resolves.toBe('401');
    await expect(open(bearer(), { origin: 'http://evil.example' })).resolves.toBe('403');
    await expect(open({ ...bearer(), host: 'evil.example' })).resolves.toBe('421');
  });
});

describe('what only the configuration may say', () => {
  const start = { type: 'start', repo: '/', tasks: [{ task: 'x' }] };
  it.each([
    { argv: ['sh'] },
    { command: ['sh'] },
    { cwd: '/' },
    { env: { PATH: '/evil' } },
    { agent_path: '/bin/sh' },
    { role: 'admin' },
    { scopes: ['*'] },
    { tasks: [{ task: 'x', command: 'sh' }] },
  ])('is refused in a command: %j', async (extra) => {
    const answer = await knock({
      method: 'POST',
      path: '/api/v1/commands',
      headers: { ...bearer(), 'content-type': 'application/json' },
      body: JSON.stringify({ ...start, ...extra }),
    });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ v: 1, type: 'error', data: { code: 'invalid' } });
    await expect(world.client.sessions()).resolves.toEqual([]);
  });
});

describe('nonsense', () => {
  const post = (body: string) =>
    knock({
      method: 'POST',
      path: '/api/v1/commands',
      headers: { ...bearer(), 'content-type': 'application/json' },
      body,
    });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '1',
    '{"type":"nothing"}',
    '{"type":"stop"}',
    '{"type":"send","session":"x","text":7}',
    '{"__proto__":{"type":"stop_all"}}',
    '['.repeat(100_000),
  ])('gets a clear answer: %.40j', async (body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({
      type: 'error',
      data: { message: expect.stringMatching(/\S/) as string, next: expect.stringMatching(/\S/) as string },
    });
  });

  it('that is too large is refused', async () => {
    const answer = await post(
      JSON.stringify({ type: 'send', session: 'x', text: 'x'.repeat(17 * 1024 * 1024) }),
    );
    expect(answer.status).toBe(413);
    await expect(knock({ headers: bearer() })).resolves.toMatchObject({ status: 200 });
  });

  it('that is too large is refused, however it is sent; what is sent in pieces is read', async () => {
    const chunked = { ...bearer(), 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    const path = '/api/v1/commands';
    const explain = JSON.stringify({ type: 'explain', repo: world.repo, tool: 'Read', input: {} });
    await expect(knock({ method: 'POST', path, headers: chunked, body: explain })).resolves.toMatchObject({
      status: 200,
    });
    const large = JSON.stringify({ type: 'send', session: 'x', text: 'x'.repeat(17 * 1024 * 1024) });
    await expect(knock({ method: 'POST', path, headers: chunked, body: large })).resolves.toMatchObject({
      status: 413,
    });
  });

  it.each(['?limit=0', '?limit=x', '?limit=99999999', '?nothing=1', '?all=maybe'])(
    'in a query is refused: %s',
    async (query) => {
      await expect(knock({ path: `/api/v1/sessions${query}`, headers: bearer() })).resolves.toMatchObject({
        status: 400,
      });
    },
  );

  it.each(['../../etc/passwd', '%2e%2e%2f', 'x%00y', '$(id)', "' OR 1=1 --", '%F0%9F%98%80'])(
    'as an id finds nothing: %s',
    async (id) => {
      const answer = await knock({
        path: `/api/v1/sessions/${id.includes('%') ? id : encodeURIComponent(id)}`,
        headers: bearer(),
      });
      expect(answer.status).toBe(404);
    },
  );
});

describe('files', () => {
  it('are private', () => {
    expect(statSync(world.state).mode & 0o777).toBe(0o700);
    for (const file of ['token', 'daemon.json', 'daemon.log', 'daemon.sock'])
      expect(statSync(join(world.state, file)).mode & 0o077, file).toBe(0);
  });
});

describe('the API document', () => {
  it('describes every route', async () => {
    const { body } = await knock({ path: '/api/v1/openapi.json', headers: bearer() });
    const document = JSON.parse(body) as { openapi: string; paths: Record<string, unknown> };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).toSorted()).toEqual([
      '/api/v1/approvals',
      '/api/v1/commands',
      '/api/v1/daemon',
      '/api/v1/events',
      '/api/v1/live',
      '/api/v1/runs',
      '/api/v1/runs/{id}',
      '/api/v1/sessions',
      '/api/v1/sessions/{id}',
      '/api/v1/sessions/{id}/diff',
      '/api/v1/sessions/{id}/events',
      '/api/v1/stats',
    ]);
  });
});
