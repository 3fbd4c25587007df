/**
 * Every question that the API answers, with its schemas. The routes and the OpenAPI document are generated from this
 * table.
 */
import { z } from 'zod';
import { err, ok, type Result } from '../base/result.ts';
import { commandSchema, envelopeSchema } from '../contract/command.ts';
import { withPresentNames } from '../contract/old-names.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { refuseAsker, type Asker, type FindAsker } from './asker.ts';
import {
  answerSchema,
  approvalSchema,
  diffSchema,
  eventSchema,
  runSchema,
  sessionSchema,
  statsSchema,
} from './schemas.ts';

export interface Daemon {
  runtime: Runtime;
  /** The content of `daemon status`. */
  describe(): unknown;
  /** Finds the process that holds the connection of a request. */
  findAsker: FindAsker;
}

export interface Request {
  /** Path parameters, for example `:id`. */
  params: Readonly<Record<string, string>>;
  /** Validated against the route's schema. */
  query: Readonly<Record<string, unknown>>;
  body: unknown;
  findAsker: () => Promise<Asker>;
  /** Aborts when the caller closes the connection before the answer. */
  gone: AbortSignal;
}

export interface Route {
  method: 'get' | 'post';
  path: string;
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  answer: z.ZodType;
  /** The type of the answer, as in `{"v":1,"type":…}`. */
  type: string;
  run(daemon: Daemon, request: Request): Promise<Result<unknown, Problem>>;
}

const limit = (standard: number, maximum: number) =>
  z.coerce.number().int().min(1).max(maximum).default(standard);
const flag = z.enum(['true', 'false']).default('false');
const after = z.coerce.number().int().min(0).default(0);

export const routes: Route[] = [
  {
    method: 'get',
    path: '/api/v1/sessions',
    summary: 'Sessions, newest first by creation',
    query: z.strictObject({ all: flag, repo: z.string().optional(), limit: limit(1_000, 10_000) }),
    answer: z.array(sessionSchema),
    type: 'sessions',
    run: async ({ runtime }, { query }) => {
      const { all, repo, limit } = query as { all: string; repo?: string; limit: number };
      const sessions = await runtime.questions.sessions({
        removed: all === 'true',
        limit,
        ...(repo && { repo }),
      });
      return ok(sessions);
    },
  },
  {
    method: 'get',
    path: '/api/v1/sessions/:id',
    summary: 'One session; the id may be shortened, a name may stand for it',
    answer: sessionSchema,
    type: 'session',
    run: ({ runtime }, { params }) => runtime.questions.session(params['id'] ?? ''),
  },
  {
    method: 'get',
    path: '/api/v1/sessions/:id/events',
    summary: 'What happened in a session, in pages: from `after` on, or the latest `before` a number',
    query: z.strictObject({
      after,
      before: z.coerce.number().int().positive().optional(),
      kinds: z.string().optional().describe('separated by commas'),
      limit: limit(500, 5_000),
    }),
    answer: z.array(eventSchema),
    type: 'events',
    run: async ({ runtime }, { params, query }) => {
      const id = await runtime.questions.resolve(params['id'] ?? '');
      if (!id.ok) return id;
      const { kinds, ...page } = query as { after: number; before?: number; kinds?: string; limit: number };
      const events = { ...page, session_id: id.value, ...(kinds && { kinds: kinds.split(',') }) };
      return ok(await runtime.questions.events(events));
    },
  },
  {
    method: 'get',
    path: '/api/v1/sessions/:id/diff',
    summary: 'What a session changed since its base, uncommitted and untracked files included',
    answer: diffSchema,
    type: 'diff',
    run: ({ runtime }, { params }) => runtime.questions.diff(params['id'] ?? ''),
  },
  {
    method: 'get',
    path: '/api/v1/runs',
    summary: 'Runs, newest first by creation',
    query: z.strictObject({ repo: z.string().optional(), limit: limit(100, 1_000) }),
    answer: z.array(runSchema),
    type: 'runs',
    run: async ({ runtime }, { query }) => {
      const { repo, limit } = query as { repo?: string; limit: number };
      return ok(await runtime.questions.runs({ limit, ...(repo && { repo }) }));
    },
  },
  {
    method: 'get',
    path: '/api/v1/runs/:id',
    summary: 'One run with its units; the id may be shortened',
    answer: runSchema,
    type: 'run',
    run: ({ runtime }, { params }) => runtime.questions.run(params['id'] ?? ''),
  },
  {
    method: 'get',
    path: '/api/v1/approvals',
    summary: 'Approvals, the pending ones unless all are asked for',
    query: z.strictObject({ all: flag, limit: limit(1_000, 10_000) }),
    answer: z.array(approvalSchema),
    type: 'approvals',
    run: async ({ runtime }, { query }) => {
      const { all, limit } = query as { all: string; limit: number };
      return ok(
        await runtime.questions.approvals({ limit, ...(all === 'false' && { status: 'pending' as const }) }),
      );
    },
  },
  {
    method: 'get',
    path: '/api/v1/stats',
    summary: 'Sums over all sessions',
    answer: statsSchema,
    type: 'stats',
    run: async ({ runtime }) => ok(await runtime.questions.stats()),
  },
  {
    method: 'get',
    path: '/api/v1/daemon',
    summary: 'The daemon itself',
    answer: z.unknown(),
    type: 'daemon',
    run: async (daemon) => ok(daemon.describe()),
  },
  {
    method: 'post',
    path: '/api/v1/commands',
    summary: 'Asks for something to be done; the same command_id twice has the effect of once',
    body: z.looseObject({ type: z.string() }).and(envelopeSchema.loose()),
    answer: answerSchema,
    type: 'command',
    run: runCommand,
  },
];

/** The command and its envelope arrive as one flat object. Each is checked strictly, so that no other key passes. */
async function runCommand(
  daemon: Daemon,
  { body, findAsker, gone }: Request,
): Promise<Result<unknown, Problem>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return err(problem('invalid', 'a command is a JSON object', 'see /api/v1/openapi.json'));
  const { command_id, by, ...rest } = body as Record<string, unknown>;
  const envelope = envelopeSchema.safeParse({ command_id, by });
  if (!envelope.success) return err(explain(envelope.error));
  const command = commandSchema.safeParse(withPresentNames(rest));
  if (!command.success) return err(explain(command.error));
  const asker = envelope.data.by ?? 'api';
  const { type } = command.data;
  const refused = await refuseAsker(type, findAsker, (session) =>
    daemon.runtime.noteRefusal(session, type, asker),
  );
  if (refused) return err(refused);
  return daemon.runtime.command(command.data, {
    command_id: envelope.data.command_id,
    by: asker,
    gone,
  });
}

/** Describes the first validation error with its path. */
export function explain(error: z.ZodError): Problem {
  const [issue] = error.issues;
  const where = issue?.path.join('.') ?? '';
  const what = issue?.code === 'unrecognized_keys' ? `unknown key ${issue.keys.join(', ')}` : issue?.message;
  return problem('invalid', where ? `${where}: ${what}` : (what ?? 'invalid'), 'see /api/v1/openapi.json');
}
