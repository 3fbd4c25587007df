/**
 * The commands that a person, a script or a client can send. Every command is a strict object: unknown keys are
 * refused, so that no request can pass an argument vector, an environment or a path that only configuration may name.
 */
import { z } from 'zod';
import { json } from './json.ts';
import { mergeStrategies } from './merge.ts';
import { momentOf } from './moment.ts';
import { planFormats } from './plan-formats.ts';
import { levels } from './session.ts';

/** Text without NUL, valid as a prompt, an argument or a journal line. */
const text = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .refine((value) => !value.includes('\0'), 'must not contain NUL');

/** One printable line: no control or invisible characters. */
const line = (maximum: number) =>
  text(maximum).refine(
    (value) => value.trim() !== '' && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value),
    'must be one line of visible characters',
  );

/** An id, a unique prefix of one, or a name. */
const selector = line(200).describe('id, unique beginning of an id, or name');
/** A session or a run. */
const target = selector;
const directory = text(4_096).refine((value) => value.startsWith('/'), 'must be an absolute path');

const prompt = text(1_000_000);
const revision = line(250).refine((value) => !value.startsWith('-'), 'must not begin with "-"');

const planFormat = z.enum(planFormats);
const documents = z.array(directory).min(1).max(100);
/** Id of a unit, as in the plan. */
const unit = line(200);

/** The scope of an answer, and the rules that it adds if the scope is more than the call. */
const answering = {
  scope: z.enum(['once', 'session', 'run', 'repository', 'always']).optional(),
  /** Replaces the rules that express exactly what is shown. */
  rules: z.array(line(2_000)).min(1).max(10).optional(),
  /** Reason of the rules, for readers of their verdicts. */
  reason: line(500).optional(),
  /** When the rules expire: a point in time, or a time from now. */
  expires: line(60)
    .refine(
      (value) => momentOf(value, '2000-01-01T00:00:00Z') !== undefined,
      'must be a point in time such as 2027-01-01T12:00:00Z, or a time from now such as 2h',
    )
    .optional(),
  /** The number of calls after which each rule expires. */
  max_uses: z.int().min(1).max(1_000_000).optional(),
};

/** Options of one start; they override configuration. */
const options = {
  agent: line(60).optional(),
  model: line(120).optional(),
  policy: z.enum(levels).optional(),
  base: revision.optional(),
  workspace_mode: z.enum(['worktree', 'directory']).optional(),
  max_parallel: z.int().min(1).max(1_000).optional(),
  gates: z.array(text(10_000)).max(50).optional(),
  auto_continue: z.boolean().optional(),
  /** Fails a session whose turn changed nothing. */
  require_changes: z.boolean().optional(),
  /** Unattended: the agent starts in the sandbox if there is one. */
  unattended: z.boolean().optional(),
  max_cost_usd: z.number().positive().max(1e6).optional(),
  max_tokens: z.int().positive().optional(),
  max_time_s: z.number().positive().max(1e8).optional(),
};

/** A call of a tool, and its directory. */
const call = {
  repo: directory,
  /** Base of relative paths in the call; the top of the repository if not given. */
  cwd: directory.optional(),
  tool: line(200),
  input: json,
  policy: z.enum(levels).optional(),
};

export const commandSchemas = {
  start: z.strictObject({
    type: z.literal('start'),
    repo: directory,
    tasks: z
      .array(z.strictObject({ task: prompt, name: line(120).optional() }))
      .min(1)
      .max(200),
    /** Refuses instead of waiting if no slot is free. */
    try: z.boolean().optional(),
    /** Starts only when resumed. */
    draft: z.boolean().optional(),
    ...options,
  }),
  send: z.strictObject({ type: z.literal('send'), session: selector, text: prompt }),
  continue: z.strictObject({ type: z.literal('continue'), session: selector, text: prompt }),
  interrupt: z.strictObject({ type: z.literal('interrupt'), session: selector }),
  fork: z.strictObject({ type: z.literal('fork'), session: selector, text: prompt.optional() }),
  /** Runs a plan; `paths` are documents or directories, absolute. */
  run: z.strictObject({
    type: z.literal('run'),
    repo: directory,
    paths: documents,
    format: planFormat.optional(),
    agent: line(60).optional(),
    model: line(120).optional(),
    policy: z.enum(levels).optional(),
    base: revision.optional(),
    max_parallel: z.int().min(1).max(1_000).optional(),
    waves: z.enum(['slots', 'barrier']).optional(),
    /** Does not wait for slots that other sessions hold. */
    now: z.boolean().optional(),
    allow_overlap: z.boolean().optional(),
    /** Only these units; all others count as done. */
    only: z.array(unit).min(1).max(10_000).optional(),
    gates: z.array(text(10_000)).max(50).optional(),
    merge_gates: z.array(text(10_000)).max(50).optional(),
    max_cost_usd: z.number().positive().max(1e6).optional(),
    max_tokens: z.int().positive().optional(),
    max_time_s: z.number().positive().max(1e8).optional(),
    /** How to treat a unit that changed nothing and has no gate of its own. */
    empty: z.enum(['ask', 'accept', 'fail']).optional(),
    merge_into: revision.optional(),
    strategy: z.enum(mergeStrategies).optional(),
    write_back: z.boolean().optional(),
  }),
  /** Reads a plan and lints it; changes nothing. */
  plan: z.strictObject({
    type: z.literal('plan'),
    repo: directory,
    paths: documents,
    format: planFormat.optional(),
    allow_overlap: z.boolean().optional(),
  }),
  /**
   * Runs the gates of one unit on the base commit, in a worktree that is removed afterwards; starts and stores
   * nothing. It ends when the caller closes the connection.
   */
  try_plan: z.strictObject({
    type: z.literal('try_plan'),
    repo: directory,
    paths: documents,
    format: planFormat.optional(),
    base: revision.optional(),
    unit,
  }),
  /** Retries units: one, or all failed units if `unit` is not given. */
  retry: z.strictObject({ type: z.literal('retry'), run: selector, unit: unit.optional() }),
  skip: z.strictObject({ type: z.literal('skip'), run: selector, unit }),
  /** Pauses a session between turns. A paused run starts no new unit; with `now` its turns are cancelled. */
  pause: z.strictObject({ type: z.literal('pause'), target, now: z.boolean().optional() }),
  /** Starts a session that waits for a slot, ignoring admission. */
  launch: z.strictObject({ type: z.literal('launch'), session: selector }),
  resume: z.strictObject({ type: z.literal('resume'), target }),
  stop: z.strictObject({ type: z.literal('stop'), target, force: z.boolean().optional() }),
  stop_all: z.strictObject({ type: z.literal('stop_all'), force: z.boolean().optional() }),
  approve: z.strictObject({
    type: z.literal('approve'),
    approval: selector,
    ...answering,
    /** Replaces the call's input, if the agent supports that. */
    input: json.optional(),
    /** A person's decision for the agent to read, if a unit of a plan asked. */
    message: text(10_000).optional(),
  }),
  deny: z.strictObject({
    type: z.literal('deny'),
    approval: selector,
    ...answering,
    message: text(10_000).optional(),
  }),
  remove: z.strictObject({ type: z.literal('remove'), session: selector, force: z.boolean().optional() }),
  undo: z.strictObject({ type: z.literal('undo'), session: selector.optional() }),
  merge: z.strictObject({
    type: z.literal('merge'),
    target,
    into: revision.optional(),
    strategy: z.enum(mergeStrategies).optional(),
  }),
  /** Reverts a merge of a session or a run, or the work of one unit, `RUN/UNIT`. */
  rollback: z.strictObject({ type: z.literal('rollback'), target }),
  abandon: z.strictObject({ type: z.literal('abandon'), target }),
  gc: z.strictObject({ type: z.literal('gc'), dry_run: z.boolean().optional() }),
  trust: z.strictObject({ type: z.literal('trust'), repo: directory }),
  /** Returns the verdict on a call; changes nothing. */
  explain: z.strictObject({ type: z.literal('explain'), ...call }),
  /** Judges a call that is made outside any session. Counts as a use of the rules that decide. */
  judge: z.strictObject({ type: z.literal('judge'), ...call, title: line(1_000).optional() }),
  check_policy: z.strictObject({ type: z.literal('check_policy'), repo: directory }),
  /** All rules for a repository, in the order in which they decide. */
  list_rules: z.strictObject({ type: z.literal('list_rules'), repo: directory }),
  /** Removes a rule that an answer added, by its id, a prefix of it, or its text. */
  forget_rule: z.strictObject({ type: z.literal('forget_rule'), repo: directory, rule: line(2_000) }),
  shutdown: z.strictObject({ type: z.literal('shutdown'), sessions: z.boolean().optional() }),
} as const;

type CommandSchema = (typeof commandSchemas)[keyof typeof commandSchemas];

export const commandSchema = z.discriminatedUnion(
  'type',
  Object.values(commandSchemas) as [CommandSchema, ...CommandSchema[]],
);

export type Command = z.infer<typeof commandSchema>;
export type CommandType = Command['type'];

/**
 * Commands that a process of a session may send: they only read. All other commands are refused from there, including
 * commands added later until they are listed here.
 */
export const allowedInsideSession: ReadonlySet<CommandType> = new Set<CommandType>([
  'plan',
  'explain',
  'check_policy',
  'list_rules',
]);

export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** Makes a command safe to send twice: the same `command_id` has its effect once. */
export const envelopeSchema = z.strictObject({
  command_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,64}$/, 'must be 8 to 64 letters, digits, "_" or "-"')
    .optional(),
  /** The sender, for the log: `cli`, `web`, a name. */
  by: line(60).optional(),
});
