/** The configuration: what a file may say, and what all layers together come to. */
import { z } from 'zod';
import { levels, type Level } from './session.ts';
import { parseDuration, parseSize } from './units.ts';

/** A number alone counts in the smallest unit, seconds or bytes. */
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
      /** For whoever reads the verdict. */
      reason: z.string().min(1).max(500).optional(),
      /** From then on the rule says nothing. */
      expires: z.iso.datetime({ offset: true }).optional(),
      /** After so many calls that it decided about, the rule says nothing. */
      max_uses: z.int().min(1).max(1_000_000).optional(),
    }),
  ]),
);

/** Files of a repository that fairlead reads, the weaker first. */
export const repositoryFiles = ['fairlead.yaml', 'fairlead.local.yaml'] as const;

/** Files of a repository whose rules are taken over where the user wants those of Claude Code, the weaker first. */
export const claudeProjectFiles = ['.claude/settings.json', '.claude/settings.local.json'] as const;

/** What is protected without a rule, until the user switches it off. */
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

/** Names that can stand in a command line and in a list: letters, digits, dots, dashes. */
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
  /** The known agent that it behaves like, where its name is another. */
  like: agentName.optional(),
  /** Lets it begin outside the sandbox although it makes calls that fairlead cannot judge before they are made. */
  unasked: z.literal('allow').optional(),
  model: z.string().optional(),
  /** Agents that use the same account of a provider share its usage limits; an agent's own name where not given. */
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
  /** US dollars per million tokens: the API does not tell what it costs. */
  price: z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() }).optional(),
  ...reviewerTime,
});

const phrases = z.array(z.string().min(1).max(200)).max(50);

/** When an agent is started inside the sandbox: where it works and nobody watches, always, or never. */
export const sandboxModes = ['auto', 'required', 'off'] as const;
export type SandboxMode = (typeof sandboxModes)[number];

export const stalledChoices = ['tell', 'nudge', 'stop'] as const;
export const unansweredChoices = ['wait', 'end', 'go_on'] as const;

/** One configuration file. Unknown keys are refused: a misspelt key that is passed over is a wish nobody hears. */
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
      /** Takes over the rules in Claude Code's settings files; in the user's own configuration only. */
      claude_settings: z.boolean().optional(),
      protection: z.partialRecord(z.enum(protectionCategories), z.boolean()).optional(),
      reviewer: z.union([agentReviewer, apiReviewer]).optional(),
    })
    .optional(),
  /** Whether an agent that ends its turn is done, by its last words or by the reviewer. */
  stop_rule: z
    .strictObject({
      /** One of these has to be among its last words; capital letters make no difference. */
      complete: phrases.optional(),
      /** None of these may be; they go before those. */
      incomplete: phrases.optional(),
      reviewer: z.boolean().optional(),
      /** Times that an agent is sent on for it. */
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
  /** Directories and files outside of the workspace that an agent in the sandbox may change. */
  sandbox_writable: z
    .array(z.string().regex(/^(\/|~\/)/, 'must begin with "/" or "~/"'))
    .max(100)
    .optional(),
  /** How long an agent that has nothing to do keeps its process. */
  idle_time: duration.optional(),
  interrupt_time: duration.optional(),
  /** How long an agent may say and do nothing before it is shown as stalled. */
  silence_time: duration.optional(),
  /** What is done with an agent that goes round in circles or has fallen silent, beside showing it. */
  when_stalled: z.enum(stalledChoices).optional(),
  /** How long an approval is kept open; without end if not given. */
  answer_time: duration.optional(),
  /** What a session does when an approval has not been answered for as long. */
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
  /** The known agent that it behaves like; its own name unless configured. */
  like: string;
  /** Whether it may make calls that fairlead does not judge before they are made, outside the sandbox. */
  unasked: boolean;
  model: string | null;
  account: string;
}

/** All layers together, in one unit per kind: seconds, bytes, US dollars. */
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
    /** Files whose rules could not all be read, each with what became of them. */
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
  /** How long an agent may take to stop its turn when interrupted. */
  interrupt_time_s: number;
  silence_time_s: number;
  when_stalled: (typeof stalledChoices)[number];
  /** How long an approval is kept open; null: until it is answered. */
  answer_time_s: number | null;
  when_unanswered: (typeof unansweredChoices)[number];
  /** How long an agent may take from its start to its first turn. */
  start_time_s: number;
  port: number;
  theme: 'auto' | 'light' | 'dark' | 'high-contrast';
}

/** A model that answers approvals, asked through a configured agent or through its provider's API. */
export type Reviewer = {
  /** How it is called where its answers are shown. */
  name: string;
  /** Seconds that an answer may take. */
  time_s: number;
  /** Files of the repository that it gets to read, relative to the top. */
  notes: string[];
} & ({ via: 'agent'; agent: string; model: string | null } | ({ via: 'api'; key_env: string } & ApiModel));

/** A model behind its provider's API. */
export interface ApiModel {
  model: string;
  /** Null for the provider's own. */
  base_url: string | null;
  /** US dollars per million tokens; null where nobody has told: then what it costs counts as 0. */
  price: { input: number; output: number } | null;
}

/** When an agent that ends its turn is not done yet. */
export interface StopRule {
  complete: string[];
  incomplete: string[];
  reviewer: boolean;
  times: number;
}

/** A rule with where it is written, so that a verdict can name it. */
export interface SourcedRule {
  rule: string;
  source: string;
  /** Absolute directory that a pattern with one leading slash is relative to. */
  root: string;
  /** What the rule's writer says about it. */
  reason?: string;
  /** ISO 8601; from then on it says nothing. */
  expires?: string;
  /** How many calls it decides about before it says nothing. */
  max_uses?: number;
  /** Of a rule that an answer added. */
  id?: string;
  /** Of a rule in a file, counted from 1. */
  line?: number;
}
