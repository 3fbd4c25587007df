/**
 * Merges the layers of configuration: later layers override earlier ones, lists of rules are concatenated, and a
 * repository may only restrict.
 */
import { parseDuration, parseSize } from '../contract/units.ts';
import type { LineOf } from './read-file.ts';
import type { Level } from '../contract/session.ts';
import {
  protectionCategories,
  type AgentConfiguration,
  type Reviewer,
  type SandboxMode,
  type Settings,
  type SettingsFile,
  type SourcedRule,
} from '../contract/settings.ts';

export interface Layer {
  /** The name shown to users: a path, `built-in`, `environment`. */
  source: string;
  /** The directory for patterns with one leading slash. */
  root: string;
  content: SettingsFile;
  lineOf?: LineOf;
  /** Whether the layer belongs to an untrusted repository. It may deny and reduce, but not allow or name a command. */
  narrowing: boolean;
}

/** A value with its origin, for `fairlead config`. */
export interface ExplainedValue {
  key: string;
  value: unknown;
  source: string;
}

type RuleEntry = NonNullable<NonNullable<SettingsFile['policy']>['allow']>[number];

const levels: readonly Level[] = ['permissive', 'moderate', 'strict'];

/** Comparisons for each kind of value: whether the new value restricts the current one. */
const less = (next: number, now: number) => next < now;
const shorter = (next: string, now: string) => (parseDuration(next) ?? 0) < (parseDuration(now) ?? 0);
const stricter = (next: Level, now: Level) => levels.indexOf(next) > levels.indexOf(now);
const saferSandbox = (next: SandboxMode, now: SandboxMode) => bySafety.indexOf(next) > bySafety.indexOf(now);
const bySafety: readonly SandboxMode[] = ['off', 'auto', 'required'];
const always = () => true;

/** Chooses the value of one key. A restricting layer counts only if `narrower` accepts its value. */
type Pick = <T>(
  key: string,
  read: (file: SettingsFile) => T | undefined,
  narrower?: (next: T, now: T) => boolean,
) => T | undefined;

/**
 * @param layers in ascending precedence; the first has all values except optional ones
 * @param unread files that should have been a layer
 */
export function mergeLayers(
  layers: readonly Layer[],
  unread: Settings['policy']['unread'] = [],
): { settings: Settings; explained: ExplainedValue[] } {
  const explained = new Map<string, ExplainedValue>();
  const pick = createPick(layers, explained);
  const sessionTime = pick('limits.session_time', (file) => file.limits?.session_time, shorter);
  const settings: Settings = {
    default_agent: pick('default_agent', (file) => file.default_agent, always) ?? 'claude',
    default_model: pick('default_model', (file) => file.default_model, always) ?? null,
    max_parallel: pick('max_parallel', (file) => file.max_parallel, less) ?? 1,
    agents: mergeAgents(layers, explained),
    policy: {
      level: pick('policy.level', (file) => file.policy?.level, stricter) ?? 'strict',
      allow: mergeRules('allow', layers, explained),
      ask: mergeRules('ask', layers, explained),
      deny: mergeRules('deny', layers, explained),
      protection: readProtection(pick),
      claude_settings: pick('policy.claude_settings', (file) => file.policy?.claude_settings) ?? false,
      unread: [...unread],
      reviewer: readReviewer(pick('policy.reviewer', (file) => file.policy?.reviewer)),
    },
    stop_rule: readStopRule(pick),
    limits: readLimits(pick, sessionTime),
    workspace: readWorkspace(pick),
    sandbox: pick('sandbox', (file) => file.sandbox, saferSandbox) ?? 'auto',
    sandbox_writable: pick('sandbox_writable', (file) => file.sandbox_writable) ?? [],
    ...readTimes(pick),
    port: pick('port', (file) => file.port) ?? 0,
    theme: pick('theme', (file) => file.theme) ?? 'auto',
  };
  return { settings, explained: [...explained.values()] };
}

/** Chooses the value of the last layer that has one. */
function createPick(layers: readonly Layer[], explained: Map<string, ExplainedValue>): Pick {
  return <T>(
    key: string,
    read: (file: SettingsFile) => T | undefined,
    narrower?: (next: T, now: T) => boolean,
  ) => {
    let value: T | undefined;
    for (const layer of layers) {
      const next = read(layer.content);
      if (next === undefined) continue;
      if (layer.narrowing && !(narrower && value !== undefined && narrower(next, value))) continue;
      value = next;
      explained.set(key, { key, value, source: layer.source });
    }
    return value;
  };
}

function mergeRules(
  kind: 'allow' | 'ask' | 'deny',
  layers: readonly Layer[],
  explained: Map<string, ExplainedValue>,
): SourcedRule[] {
  const found = layers
    .filter((layer) => !(layer.narrowing && kind === 'allow'))
    .flatMap(({ content, source, root, lineOf }) =>
      (content.policy?.[kind] ?? []).map((rule, index): SourcedRule => {
        const line = lineOf?.(['policy', kind, index]);
        const entry = typeof rule === 'string' ? { rule } : withoutAbsent(rule);
        return { ...entry, source, root, ...(line !== undefined && { line }) };
      }),
    );
  for (const [index, { source, root: _root, line: _line, ...entry }] of found.entries()) {
    const value = Object.keys(entry).length === 1 ? entry.rule : entry;
    explained.set(`policy.${kind}.${index}`, { key: `policy.${kind}.${index}`, value, source });
  }
  return found;
}

function readStopRule(pick: Pick): Settings['stop_rule'] {
  return {
    complete: pick('stop_rule.complete', (file) => file.stop_rule?.complete) ?? [],
    incomplete: pick('stop_rule.incomplete', (file) => file.stop_rule?.incomplete) ?? [],
    reviewer: pick('stop_rule.reviewer', (file) => file.stop_rule?.reviewer) ?? false,
    times: pick('stop_rule.times', (file) => file.stop_rule?.times, less) ?? 1,
  };
}

function readLimits(pick: Pick, sessionTime: string | undefined): Settings['limits'] {
  const size = (key: 'min_free_disk' | 'min_free_memory') =>
    parseSize(pick(`limits.${key}`, (file) => file.limits?.[key]) ?? '') ?? 0;
  return {
    per_repository: pick('limits.per_repository', (file) => file.limits?.per_repository, less) ?? 1,
    per_agent: pick('limits.per_agent', (file) => file.limits?.per_agent, less) ?? 1,
    min_free_disk: size('min_free_disk'),
    min_free_memory: size('min_free_memory'),
    session_time_s: sessionTime === undefined ? null : (parseDuration(sessionTime) ?? null),
    session_cost_usd: pick('limits.session_cost', (file) => file.limits?.session_cost, less) ?? null,
    session_tokens: pick('limits.session_tokens', (file) => file.limits?.session_tokens, less) ?? null,
    day_tokens: pick('limits.day_tokens', (file) => file.limits?.day_tokens, less) ?? null,
    day_cost_usd: pick('limits.day_cost', (file) => file.limits?.day_cost, less) ?? null,
  };
}

function readWorkspace(pick: Pick): Settings['workspace'] {
  return {
    setup: pick('workspace.setup', (file) => file.workspace?.setup) || null,
    teardown: pick('workspace.teardown', (file) => file.workspace?.teardown) || null,
    base: pick('workspace.base', (file) => file.workspace?.base, always) ?? 'HEAD',
    root: pick('workspace.root', (file) => file.workspace?.root) ?? null,
  };
}

function readTimes(pick: Pick) {
  const seconds = (key: 'idle_time' | 'interrupt_time' | 'silence_time' | 'start_time') =>
    parseDuration(pick(key, (file) => file[key]) ?? '') ?? 0;
  return {
    idle_time_s: seconds('idle_time'),
    interrupt_time_s: seconds('interrupt_time'),
    silence_time_s: seconds('silence_time'),
    when_stalled: pick('when_stalled', (file) => file.when_stalled) ?? 'tell',
    answer_time_s: parseDuration(pick('answer_time', (file) => file.answer_time) ?? '') ?? null,
    when_unanswered: pick('when_unanswered', (file) => file.when_unanswered) ?? 'wait',
    start_time_s: seconds('start_time'),
  } satisfies Partial<Settings>;
}

function mergeAgents(
  layers: readonly Layer[],
  explained: Map<string, ExplainedValue>,
): Record<string, AgentConfiguration> {
  const agents: Record<string, AgentConfiguration> = {};
  for (const { content, source, narrowing } of layers) {
    if (narrowing) continue;
    for (const [name, agent] of Object.entries(content.agents ?? {})) {
      const { protocol, command, env = {}, like = name, unasked, model = null, account = name } = agent;
      agents[name] = { protocol, command, env, like, unasked: unasked === 'allow', model, account };
      const shown = {
        protocol,
        command,
        ...(like !== name && { like }),
        ...(unasked && { unasked }),
        ...(model && { model }),
        account,
        ...(env && { env: Object.keys(env) }),
      };
      explained.set(`agents.${name}`, { key: `agents.${name}`, value: shown, source });
    }
  }
  return agents;
}

/** A repository can enable a category but never disable it. */
function readProtection(pick: Pick): Settings['policy']['protection'] {
  const entries = protectionCategories.map((category) => {
    const key = `policy.protection.${category}`;
    return [
      category,
      pick(
        key,
        (file) => file.policy?.protection?.[category],
        (on) => on,
      ) ?? true,
    ] as const;
  });
  return Object.fromEntries(entries) as Settings['policy']['protection'];
}

function withoutAbsent({ rule, reason, expires, max_uses }: Exclude<RuleEntry, string>) {
  return {
    rule,
    ...(reason && { reason }),
    ...(expires && { expires }),
    ...(max_uses !== undefined && { max_uses }),
  };
}

function readReviewer(found: NonNullable<SettingsFile['policy']>['reviewer']): Reviewer | null {
  if (!found) return null;
  const { time = '2m', notes = projectNotes } = found;
  const rest = { time_s: parseDuration(time) ?? 0, notes };
  if ('agent' in found) {
    const { agent, model = null } = found;
    return { via: 'agent', name: [agent, model].filter(Boolean).join(' '), agent, model, ...rest };
  }
  const { api, model, key_env = 'ANTHROPIC_API_KEY', base_url = null, price = null } = found;
  return { via: 'api', name: `${api} ${model}`, model, key_env, base_url, price, ...rest };
}

/** Usual names of files with a project's conventions. */
const projectNotes = ['CLAUDE.md', 'AGENTS.md', 'GEMINI.md'];

/** Returns whether a repository's configuration needs trust: it makes fairlead run a program, or it permits more. */
export function needsTrust({ agents, workspace, policy, sandbox_writable }: SettingsFile): boolean {
  return (
    agents !== undefined ||
    sandbox_writable !== undefined ||
    workspace?.setup !== undefined ||
    workspace?.teardown !== undefined ||
    (policy?.allow ?? []).length > 0
  );
}
