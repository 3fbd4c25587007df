/** The schemas of answers, for the OpenAPI document; the compiler checks each against the contract. */
import { z } from 'zod';
import type { DiffView, StatsView } from '../contract/answer.ts';
import type { ApprovalView } from '../contract/approval.ts';
import { preflights } from '../contract/agent-event.ts';
import { type Problem, type ProblemCode } from '../base/problem.ts';
import { problemStatus } from '../contract/problem-status.ts';
import type { RunView } from '../contract/run.ts';
import { statuses, type SessionView } from '../contract/session.ts';

const time = z.iso.datetime();
const count = z.int().nonnegative();

export const sessionSchema: z.ZodType<SessionView> = z.object({
  id: z.string(),
  name: z.string(),
  task: z.string(),
  task_cut: z.literal(true).optional(),
  agent: z.string(),
  model: z.string().nullable(),
  status: z.enum(statuses),
  reason: z.string().nullable(),
  phase: z.enum([
    'queued',
    'preparing',
    'starting',
    'working',
    'waiting',
    'proving',
    'idle',
    'paused',
    'stopping',
    'ended',
  ]),
  outcome: z.any(),
  attention: z.array(
    z.enum(['approval', 'question', 'review', 'conflict', 'limit', 'budget', 'auth', 'stalled', 'unasked']),
  ),
  waiting: z
    .object({
      kind: z.enum(['slots', 'limit', 'auth', 'budget', 'disk', 'memory']),
      text: z.string(),
      until: time.nullable(),
    })
    .nullish(),
  created_at: time,
  started_at: time.nullable(),
  ended_at: time.nullable(),
  last_activity_at: time,
  restored: z.boolean(),
  removed: z.boolean(),
  repo: z.string(),
  workspace: z
    .object({
      path: z.string(),
      branch: z.string().nullable(),
      base: z.string().nullable(),
      base_commit: z.string().nullable(),
    })
    .nullable(),
  policy: z.enum(['permissive', 'moderate', 'strict']),
  run_id: z.string().nullable(),
  unit_id: z.string().nullable(),
  forked_from: z.string().nullable(),
  retrying: z
    .object({
      attempt: count,
      of: count.nullable(),
      error: z.string(),
      failure: z.enum(['auth', 'limit']).nullable(),
      since: time,
    })
    .nullable(),
  quiet: z.boolean().optional(),
  guard: z.object({ sandbox: z.boolean(), preflight: z.enum(preflights) }).nullable(),
  pid: z.int().nullable(),
  agent_session: z.string().nullable(),
  epoch: z.int().positive(),
  stats: z.object({
    turns: count,
    tool_calls: count,
    approvals: count,
    denials: count,
    input_tokens: count,
    output_tokens: count,
    cost_usd: z.number(),
  }),
});

export const approvalSchema: z.ZodType<ApprovalView> = z.object({
  id: z.string(),
  session_id: z.string(),
  tool_call: z.string(),
  tool: z.string(),
  input: z.unknown(),
  cwd: z.string(),
  shown: z.string(),
  reason: z.string(),
  rule: z.string().nullable(),
  always: z.array(z.string()).nullable(),
  never: z.array(z.string()).nullable().optional(),
  added: z.array(z.object({ id: z.string(), rule: z.string() })).optional(),
  question: z.boolean(),
  review: z
    .object({
      by: z.string(),
      state: z.enum(['under_way', 'answered', 'handed_over']),
      reason: z.string().nullable(),
    })
    .nullable(),
  asked_at: time,
  status: z.enum(['pending', 'allowed', 'denied', 'expired', 'withdrawn']),
  answered_by: z.string().nullable(),
  answered_at: time.nullable(),
});

export const runSchema: z.ZodType<RunView> = z.object({
  id: z.string(),
  plan: z.array(z.string()),
  title: z.string(),
  repo: z.string(),
  pid: z.int().nullable(),
  status: z.enum(['running', 'paused', 'stopping', 'stopped', 'crashed', 'completed', 'failed']),
  reason: z.string().nullable(),
  started_at: time,
  last_heartbeat: time,
  ended_at: time.nullable(),
  branch: z.string().nullable(),
  cost_usd: z.number(),
  progress: z.object({
    completed: count,
    unchanged: count,
    running: count,
    failed: count,
    skipped: count,
    pending: count,
    total: count,
    percent: count,
    remaining_s: z.number().nullable(),
  }),
  waves: z.array(z.array(z.string())),
  units: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      status: z.enum([
        'pending',
        'ready',
        'running',
        'gate',
        'merging',
        'completed',
        'unchanged',
        'failed',
        'skipped',
        'needs_person',
        'not_chosen',
      ]),
      depends_on: z.array(z.string()),
      files: z.array(z.string()),
      gate: z.array(z.string()),
      wave: count,
      session_id: z.string().nullable(),
      attempts: count,
      reason: z.string().nullable(),
      question: z.enum(['verify', 'decide', 'act', 'trouble']).nullable(),
      commit: z.string().nullable(),
      started_at: time.nullable(),
      ended_at: time.nullable(),
    }),
  ),
});

export const eventSchema = z.object({
  seq: z.int().positive(),
  at: time,
  kind: z.string(),
  session_id: z.string().nullable(),
  run_id: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  cut: z.literal(true).optional(),
});

export const statsSchema: z.ZodType<StatsView> = z.object({
  sessions: z.object({ completed: count, failed: count, stopped: count, running: count }),
  tool_calls: count,
  approvals: count,
  denials: count,
  input_tokens: count,
  output_tokens: count,
  cost_usd: z.number(),
});

export const diffSchema: z.ZodType<DiffView> = z.object({
  session_id: z.string(),
  base_commit: z.string().nullable(),
  commits: count,
  files: z.array(
    z.object({
      path: z.string(),
      old_path: z.string().nullable(),
      change: z.enum(['added', 'modified', 'deleted', 'renamed', 'copied', 'retyped']),
      additions: count.nullable(),
      deletions: count.nullable(),
    }),
  ),
  patch: z.string(),
  truncated: z.boolean(),
});

export const problemSchema: z.ZodType<Problem> = z.object({
  // The codes are the keys of the table.
  code: z.enum(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]),
  message: z.string(),
  next: z.string(),
});

export const answerSchema = z.object({ v: z.literal(1), type: z.string(), data: z.unknown() });
