/**
 * What a person, a script or a screen can ask for. Every command is one strict object: an unknown key is refused, so
 * that nobody smuggles in an argument vector, an environment or a path that only configuration may name.
 */
import { z } from 'zod';
import { json } from './json.ts';
import { mergeStrategies } from './merge.ts';
import { momentOf } from './moment.ts';
import { planFormats } from './plan-formats.ts';
import { levels } from './session.ts';

/** Text without NUL: what can be a prompt, an argument or a line of a journal. */
const text = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .refine((value) => !value.includes('\0'), 'must not contain NUL');

/** One line that can be shown: no control or invisible characters. */
const line = (maximum: number) =>
  text(maximum).refine(
    (value) => value.trim() !== '' && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value),
    'must be one line of visible characters',
  );

/** An id, a unique beginning of one, or a name. */
const selector = line(200).describe('id, unique beginning of an id, or name');
/** A session or a run. */
const target = selector;
const directory = text(4_096).refine((value) => value.startsWith('/'), 'must be an absolute path');

const prompt = text(1_000_000);
const revision = line(250).refine((value) => !value.startsWith('-'), 'must not begin with "-"');

const planFormat = z.enum(planFormats);
const documents = z.array(directory).min(1).max(100);
/** Id of a unit of a plan, as the plan names it. */
const unit = line(200);

/** How far an answer reaches, and the rules that it adds where that is beyond the call itself. */
const answering = {
  scope: z.enum(['once', 'session', 'run', 'repository', 'always']).optional(),
  /** Instead of rules that say exactly what is shown. */
  rules: z.array(line(2_000)).min(1).max(10).optional(),
  /** Of the rules, for whoever reads what they decide. */
  reason: line(500).optional(),
  /** From when on they say nothing: a point in time, or a time from now. */
  expires: line(60)
    .refine(
      (value) => momentOf(value, '2000-01-01T00:00:00Z') !== undefined,
      'must be a point in time such as 2027-01-01T12:00:00Z, or a time from now such as 2h',
    )
    .optional(),
  /** After how many calls each of them says nothing. */
  max_uses: z.int().min(1).max(1_000_000).optional(),
};

/** Settings of one start that stand above configuration. */
const options = {
  agent: line(60).optional(),
  model: line(120).optional(),
  policy: z.enum(levels).optional(),
  base: revision.optional(),
  workspace_mode: z.enum(['worktree', 'directory']).optional(),
  max_parallel: z.int().min(1).max(1_000).optional(),
  gates: z.array(text(10_000)).max(50).optional(),
  auto_continue: z.boolean().optional(),
  /** A session whose turn changed nothing fails. */
  require_changes: z.boolean().optional(),
  /** Nobody watches: the agent is started in the sandbox where there is one. */
  unattended: z.boolean().optional(),
  max_cost_usd: z.number().positive().max(1e6).optional(),
  max_tokens: z.int().positive().optional(),
  max_time_s: z.number().positive().max(1e8).optional(),
};

/** A call of a tool, and where it is made. */
const call = {
  repo: directory,
  /** Where relative paths of the call lead from; the top of the repository if not given. */
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
    /** Refuse instead of waiting where no slot is free. */
    try: z.boolean().optional(),
    /** Begin only when resumed. */
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
    /** What becomes of a unit that changed nothing and has no gate of its own. */
    empty: z.enum(['ask', 'accept', 'fail']).optional(),
    merge_into: revision.optional(),
    strategy: z.enum(mergeStrategies).optional(),
    write_back: z.boolean().optional(),
  }),
  /** Reads a plan and says what can be said against it; nothing is changed. */
  plan: z.strictObject({
    type: z.literal('plan'),
    repo: directory,
    paths: documents,
    format: planFormat.optional(),
    allow_overlap: z.boolean().optional(),
  }),
  /**
   * Runs the gates of one unit on the base commit, in a worktree that is removed afterwards; nothing is started or
   * stored. It ends with the connection that asked for it.
   */
  try_plan: z.strictObject({
    type: z.literal('try_plan'),
    repo: directory,
    paths: documents,
    format: planFormat.optional(),
    base: revision.optional(),
    unit,
  }),
  /** Tries units again: one, or without `unit` all that failed. */
  retry: z.strictObject({ type: z.literal('retry'), run: selector, unit: unit.optional() }),
  skip: z.strictObject({ type: z.literal('skip'), run: selector, unit }),
  /** A session is held between turns; a run starts no new unit, and with `now` its turns are broken off. */
  pause: z.strictObject({ type: z.literal('pause'), target, now: z.boolean().optional() }),
  /** Lets a session that waits for a slot begin beyond what admission allows. */
  launch: z.strictObject({ type: z.literal('launch'), session: selector }),
  resume: z.strictObject({ type: z.literal('resume'), target }),
  stop: z.strictObject({ type: z.literal('stop'), target, force: z.boolean().optional() }),
  stop_all: z.strictObject({ type: z.literal('stop_all'), force: z.boolean().optional() }),
  approve: z.strictObject({
    type: z.literal('approve'),
    approval: selector,
    ...answering,
    /** Replaces the call's input, where the agent can take that. */
    input: json.optional(),
    /** What a person decided, for the agent to read; where a unit of a plan asked. */
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
  /** Takes out again what a session or a run merged, or the work of one unit, `RUN/UNIT`. */
  rollback: z.strictObject({ type: z.literal('rollback'), target }),
  abandon: z.strictObject({ type: z.literal('abandon'), target }),
  gc: z.strictObject({ type: z.literal('gc'), dry_run: z.boolean().optional() }),
  trust: z.strictObject({ type: z.literal('trust'), repo: directory }),
  /** What the policy would say to a call; nothing is done. */
  explain: z.strictObject({ type: z.literal('explain'), ...call }),
  /** What it says to a call that is about to be made outside of any session: a use of the rules that decide. */
  judge: z.strictObject({ type: z.literal('judge'), ...call, title: line(1_000).optional() }),
  check_policy: z.strictObject({ type: z.literal('check_policy'), repo: directory }),
  /** All rules for a repository, in the order in which they decide. */
  list_rules: z.strictObject({ type: z.literal('list_rules'), repo: directory }),
  /** Takes back a rule that an answer added: by its id, the beginning of it, or its text. */
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
 * Commands that a process of a session may send: they read and change nothing. Everything else is refused from there,
 * also a command that is added later, until it is listed here.
 */
export const allowedInsideSession: ReadonlySet<CommandType> = new Set<CommandType>([
  'plan',
  'explain',
  'check_policy',
  'list_rules',
]);

export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** What makes a command safe to send twice: the same `command_id` has the effect of once. */
export const envelopeSchema = z.strictObject({
  command_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,64}$/, 'must be 8 to 64 letters, digits, "_" or "-"')
    .optional(),
  /** Who asks, for the record: `cli`, `web`, a name. */
  by: line(60).optional(),
});
