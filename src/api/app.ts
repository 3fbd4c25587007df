import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { err, type Result } from '../base/result.ts';
import { problem, type Problem } from '../base/problem.ts';
import { problemStatus } from '../contract/problem-status.ts';
import { describeApi } from './openapi.ts';
import { explain, routes, type Daemon, type Route } from './routes.ts';

/** Maximum size of a request body in bytes; much more than the longest task. */
const maximumBody = 16 * 1024 * 1024;

/** Questions and commands over HTTP. Access was checked before. */
export function createApp(daemon: Daemon, version: string, onBug: (error: unknown) => Problem): Hono {
  const app = new Hono();
  app.get('/api/v1/openapi.json', (context) => context.json(describeApi(version) as object));
  for (const route of routes) app.on(route.method, route.path, (context) => answer(context, route, daemon));
  app.notFound((context) =>
    refuse(context, problem('not_found', `not found: ${context.req.path}`, 'see /api/v1/openapi.json')),
  );
  app.onError((error, context) => refuse(context, onBug(error)));
  return app;
}

async function answer(context: Context, route: Route, daemon: Daemon): Promise<Response> {
  const query = route.query?.safeParse(context.req.query());
  if (query && !query.success) return refuse(context, explain(query.error));
  const body = route.body ? await readBody(context) : undefined;
  if (body && !body.ok) return refuse(context, body.error);
  const { incoming, outgoing } = context.env as HttpBindings;
  const result = await route.run(daemon, {
    params: context.req.param(),
    query: query?.data ?? {},
    body: body?.value,
    findAsker: () => daemon.findAsker(incoming),
    gone: goneSignal(outgoing),
  });
  if (!result.ok) return refuse(context, result.error);
  // The answer of a command contains its own type.
  const typed =
    route.type === 'command' ? (result.value as object) : { type: route.type, data: result.value };
  return context.json({ v: 1, ...typed });
}

function goneSignal(response: Pick<ServerResponse, 'once' | 'writableFinished' | 'destroyed'>): AbortSignal {
  const gone = new AbortController();
  const end = () => {
    if (!response.writableFinished) gone.abort(new Error('the caller closed the connection'));
  };
  response.once('close', end);
  if (response.destroyed) end();
  return gone.signal;
}

async function readBody(context: Context): Promise<Result<unknown, Problem>> {
  const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    return err(
      problem('unsupported_media', 'the body must be JSON', 'send it with Content-Type: application/json'),
    );
  const text = await readText((context.env as HttpBindings).incoming);
  if (text === undefined)
    return err(problem('too_large', 'the body is larger than 16 MiB', 'a smaller body'));
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError)
      return err(problem('invalid', 'the body is not JSON', 'see /api/v1/openapi.json'));
    throw error;
  }
}

/**
 * Reads a body that is too large to its end without keeping it: a caller that is still sending when the connection
 * closes would not receive the answer. A body without end is cut off.
 *
 * @returns undefined if the body is too large
 */
async function readText(incoming: IncomingMessage): Promise<string | undefined> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maximumBody) chunks.push(chunk);
    else chunks = [];
    if (size > 4 * maximumBody) return undefined;
  }
  return size > maximumBody ? undefined : Buffer.concat(chunks).toString();
}

function refuse(context: Context, { code, message, next }: Problem): Response {
  const status: ContentfulStatusCode = problemStatus[code].http;
  return context.json({ v: 1, type: 'error', data: { code, message, next } }, status);
}
