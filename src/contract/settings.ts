/** The configuration: the schema of a file, and the merged settings of all layers. */
import { z } from 'zod';
import { levels, type Level } from './session.ts';
import { parseDuration, parseSize } from './units.ts';

/** A plain number counts in the smallest unit: seconds or bytes. */
const withUnit = (unit: string, read: (text: string) => number | undefined, message: string) =>
  z
    .union([z.string(), z.number().transform((number) => `${number}${unit}`)], message)
    .refine((text) => read(text) !== undefined, message);
const duration = withUnit(
  's',
  parseDuration,
  'must be a time such as 90s, 2h or 1h30m, or a number of seconds',
);
const size = withUnit('B', parseSize, 'must be a size such as 500MB or 2GB, or a number of bytes');
const count = z.int().min(1).max(1_000);
const dollars = z.number().positive();
const tokens = z.int().positive();
const rules = z.array(
  z.union([
    z.string().min(1),
    z.strictObject({
      rule: z.string().min(1),
      /** For readers of the verdict. */
      reason: z.string().min(1).max(500).optional(),
      /** The rule does not apply from then on. */
      expires: z.iso.datetime({ offset: true }).optional(),
      /** The rule does not apply after it decided this many calls. */
      max_uses: z.int().min(1).max(1_000_000).optional(),
    }),
  ]),
);

/** Configuration files of a repository, in order of increasing precedence. */
export const repositoryFiles = ['fairlead.yaml', 'fairlead.local.yaml'] as const;

/**
 * Claude Code's settings files of a repository, in order of increasing precedence; used only if the user enables
 * `claude_settings`.
 */
export const claudeProjectFiles = ['.claude/settings.json', '.claude/settings.local.json'] as const;

/** Categories of the built-in protection, on until the user switches them off. */
export const protectionCategories = [
  'destructive',
  'privilege',
  'exfiltration',
  'secrets',
  'system',
  'git_directory',
  'agent_configuration',
  'outside',
] as const;
export type ProtectionCategory = (typeof protectionCategories)[number];

/** Names that are safe on a command line and in a list: letters, digits, dots, dashes. */
const agentName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'must be letters, digits, ".", "_", "-"');

export const protocols = ['claude', 'acp', 'terminal'] as const;
export type Protocol = (typeof protocols)[number];

const agent = z.strictObject({
  protocol: z.enum(protocols),
  /** Program and arguments. */
  command: z.array(z.string().min(1)).min(1),
  env: z.record(z.string(), z.string()).optional(),
  /** The known agent that this one behaves like, if its name is another. */
  like: agentName.optional(),
  /** Allows a start outside the sandbox although the agent makes calls that fairlead cannot judge in advance. */
  unasked: z.literal('allow').optional(),
  model: z.string().optional(),
  /** Agents with the same account share the provider's usage limits (default: the agent's own name). */
  account: z.string().min(1).max(120).optional(),
});

const reviewerTime = { time: duration.optional(), notes: z.array(z.string().min(1)).max(20).optional() };

const agentReviewer = z.strictObject({
  agent: agentName,
  model: z.string().optional(),
  ...reviewerTime,
});

const apiReviewer = z.strictObject({
  api: z.literal('anthropic'),
  model: z.string().min(1),
  /** Name of the environment variable that holds the key. */
  key_env: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable')
    .optional(),
  base_url: z.url().optional(),
  /** US dollars per million tokens. The API does not report cost. */
  price: z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() }).optional(),
  ...reviewerTime,
});

const phrases = z.array(z.string().min(1).max(200)).max(50);

/**
 * When an agent starts in the sandbox: if it works and the agent is unattended or makes unjudged calls, always, or
 * never.
 */
export const sandboxModes = ['auto', 'required', 'off'] as const;
export type SandboxMode = (typeof sandboxModes)[number];

export const stalledChoices = ['tell', 'nudge', 'stop'] as const;
export const unansweredChoices = ['wait', 'end', 'go_on'] as const;

/**
 * One configuration file. Unknown keys are refused, because a misspelt key would otherwise have no effect and no
 * error.
 */
export const settingsSchema = z.strictObject({
  default_agent: agentName.optional(),
  default_model: z.string().optional(),
  max_parallel: count.optional(),
  agents: z.record(agentName, agent).optional(),
  policy: z
    .strictObject({
      level: z.enum(levels).optional(),
      allow: rules.optional(),
      ask: rules.optional(),
      deny: rules.optional(),
      /** Also applies the rules in Claude Code's settings files; only in the user's own configuration. */
      claude_settings: z.boolean().optional(),
      protection: z.partialRecord(z.enum(protectionCategories), z.boolean()).optional(),
      reviewer: z.union([agentReviewer, apiReviewer]).optional(),
    })
    .optional(),
  /** Whether an agent that ends its turn is done, by its last message or by the reviewer. */
  stop_rule: z
    .strictObject({
      /** Done only if the last message contains one of these (case-insensitive). */
      complete: phrases.optional(),
      /** Not done if the last message contains one of these; takes precedence over `complete`. */
      incomplete: phrases.optional(),
      reviewer: z.boolean().optional(),
      /** Maximum number of follow-up prompts. */
      times: z.int().min(1).max(50).optional(),
    })
    .optional(),
  limits: z
    .strictObject({
      per_repository: count.optional(),
      per_agent: count.optional(),
      min_free_disk: size.optional(),
      min_free_memory: size.optional(),
      session_time: duration.optional(),
      session_cost: dollars.optional(),
      session_tokens: tokens.optional(),
      day_cost: dollars.optional(),
      day_tokens: tokens.optional(),
    })
    .optional(),
  workspace: z
    .strictObject({
      setup: z.string().optional(),
      teardown: z.string().optional(),
      base: z.string().min(1).optional(),
      root: z.string().startsWith('/', 'must be an absolute path').optional(),
    })
    .optional(),
  sandbox: z.enum(sandboxModes).optional(),
  /** Directories and files outside the workspace that an agent in the sandbox may write. */
  sandbox_writable: z
    .array(z.string().regex(/^(\/|~\/)/, 'must begin with "/" or "~/"'))
    .max(100)
    .optional(),
  /** How long an idle agent keeps its process. */
  idle_time: duration.optional(),
  interrupt_time: duration.optional(),
  /** How long an agent may be silent before it shows as stalled. */
  silence_time: duration.optional(),
  /** The reaction to a stalled agent, in addition to showing it. */
  when_stalled: z.enum(stalledChoices).optional(),
  /** How long an approval stays open (default: no limit). */
  answer_time: duration.optional(),
  /** The reaction of a session to an expired approval. */
  when_unanswered: z.enum(unansweredChoices).optional(),
  start_time: duration.optional(),
  port: z.int().min(0).max(65_535).optional(),
  theme: z.enum(['auto', 'light', 'dark', 'high-contrast']).optional(),
});

export type SettingsFile = z.infer<typeof settingsSchema>;

export interface AgentConfiguration {
  protocol: Protocol;
  command: string[];
  env: Record<string, string>;
  /** The known agent that it behaves like (default: its own name). */
  like: string;
  /** Whether it may start outside the sandbox although it makes unjudged calls. */
  unasked: boolean;
  model: string | null;
  account: string;
}

/** The merged settings of all layers, with one unit per kind: seconds, bytes, US dollars. */
export interface Settings {
  default_agent: string;
  default_model: string | null;
  max_parallel: number;
  agents: Record<string, AgentConfiguration>;
  policy: {
    level: Level;
    allow: SourcedRule[];
    ask: SourcedRule[];
    deny: SourcedRule[];
    protection: Record<ProtectionCategory, boolean>;
    claude_settings: boolean;
    /** Files whose rules could not all be read, each with the consequence. */
    unread: { source: string; message: string }[];
    reviewer: Reviewer | null;
  };
  stop_rule: StopRule;
  limits: {
    per_repository: number;
    per_agent: number;
    min_free_disk: number;
    min_free_memory: number;
    session_time_s: number | null;
    session_cost_usd: number | null;
    session_tokens: number | null;
    day_cost_usd: number | null;
    day_tokens: number | null;
  };
  workspace: { setup: string | null; teardown: string | null; base: string; root: string | null };
  sandbox: SandboxMode;
  sandbox_writable: string[];
  idle_time_s: number;
  /** How long an agent may take to stop its turn when interrupted, in seconds. */
  interrupt_time_s: number;
  silence_time_s: number;
  when_stalled: (typeof stalledChoices)[number];
  /** How long an approval stays open, in seconds; null: until it is answered. */
  answer_time_s: number | null;
  when_unanswered: (typeof unansweredChoices)[number];
  /** How long an agent may take from its start to its first turn, in seconds. */
  start_time_s: number;
  port: number;
  theme: 'auto' | 'light' | 'dark' | 'high-contrast';
}

/** A model that answers approvals, through a configured agent or its provider's API. */
export type Reviewer = {
  /** Its name, shown with its answers. */
  name: string;
  /** Time limit of an answer, in seconds. */
  time_s: number;
  /** Files of the repository that it reads, relative to the top. */
  notes: string[];
} & ({ via: 'agent'; agent: string; model: string | null } | ({ via: 'api'; key_env: string } & ApiModel));

/** A model over its provider's API. */
export interface ApiModel {
  model: string;
  /** Null for the provider's default. */
  base_url: string | null;
  /** US dollars per million tokens; null if not configured: then its cost counts as 0. */
  price: { input: number; output: number } | null;
}

/** When an agent that ends its turn is not done yet. */
export interface StopRule {
  complete: string[];
  incomplete: string[];
  reviewer: boolean;
  times: number;
}

/** A rule with its file, so that a verdict can name it. */
export interface SourcedRule {
  rule: string;
  source: string;
  /** Absolute directory of patterns with one leading slash. */
  root: string;
  /** The reason that the rule's author gave. */
  reason?: string;
  /** ISO 8601; the rule does not apply from then on. */
  expires?: string;
  /** Number of calls that it decides before it expires. */
  max_uses?: number;
  /** Id of a rule that an answer added. */
  id?: string;
  /** Line of a rule in a file, counted from 1. */
  line?: number;
}
