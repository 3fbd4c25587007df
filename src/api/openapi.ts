import { z } from 'zod';
import { commandSchemas } from '../contract/command.ts';
import { routes, type Route } from './routes.ts';
import { problemSchema } from './schemas.ts';

/** Describes the API for other programs: OpenAPI 3.1, generated from the routes. */
export function describeApi(version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: describeRoute(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'fairlead',
      version,
      description:
        'Served on the Unix socket without a token, and on 127.0.0.1 with "Authorization: Bearer <token>". Unknown fields must be ignored by readers.',
    },
    paths: {
      ...paths,
      '/api/v1/events': {
        get: describeStream('Numbered events as server-sent events; resumes by Last-Event-ID', [
          'after',
          'limit',
        ]),
      },
      '/api/v1/live': {
        get: describeStream(
          'A snapshot in parts, then every change: as WebSocket, or as server-sent events. With `after`, what came after that event instead, unless it is too long ago',
          ['after'],
        ),
      },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
  };
}

function describeRoute(route: Route): unknown {
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const parameters = [
    ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...Object.entries(route.query?.shape ?? {}).map(([name, schema]) => ({
      name,
      in: 'query',
      required: false,
      schema: json(schema as z.ZodType),
    })),
  ];
  return {
    summary: route.summary,
    parameters,
    ...(route.body && { requestBody: { required: true, content: content(commandsSchema()) } }),
    responses: {
      200: { description: route.type, content: content(envelope(route)) },
      default: { description: 'what is wrong, and what to do next', content: content(json(problemSchema)) },
    },
  };
}

function envelope(route: Route): unknown {
  return {
    type: 'object',
    required: ['v', 'type', 'data'],
    properties: { v: { const: 1 }, type: { type: 'string' }, data: json(route.answer) },
  };
}

function commandsSchema(): unknown {
  return {
    oneOf: Object.values(commandSchemas).map((schema) => {
      const { properties, ...rest } = json(schema) as { properties: object };
      const id = { type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$' };
      return {
        ...rest,
        properties: { ...properties, command_id: id, by: { type: 'string', maxLength: 60 } },
      };
    }),
  };
}

function describeStream(summary: string, numbers: readonly string[]): unknown {
  return {
    summary,
    parameters: numbers.map((name) => ({
      name,
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 0 },
    })),
    responses: {
      200: { description: 'a stream', content: { 'text/event-stream': { schema: { type: 'string' } } } },
    },
  };
}

function content(schema: unknown): unknown {
  return { 'application/json': { schema } };
}

function json(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
}
