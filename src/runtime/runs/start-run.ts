/** Checks a plan completely, so that every error is reported before the run starts anything. */
import { keepStart } from '../../base/cut-text.ts';
import { join } from 'node:path';
import { err, ok, type Result } from '../../base/result.ts';
import type { CommandOf } from '../../contract/command.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { Plan } from '../../contract/plan.ts';
import type { RunSpec } from '../../contract/run.ts';
import { graphOf } from '../../core/plan/graph.ts';
import { defaultEmpty } from '../../core/plan/unchanged.ts';
import { lint } from '../../core/plan/lint.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Deps } from '../deps.ts';
import { refuseUntrustedConfig } from '../workspace/repo-config.ts';
import { inspectPlace } from '../workspace/inspect.ts';
import { judgeGate } from './judge-gate.ts';
import { attachContext, readPlanFor } from './plan-source.ts';

export interface PlannedRun {
  spec: RunSpec;
  plan: Plan;
}

export async function planRun(deps: Deps, command: CommandOf<'run'>): Promise<Result<PlannedRun, Problem>> {
  const found = await inspectPlace(deps.git, command.repo, null);
  if (!found.ok) return found;
  const { top, repository } = found.value;
  if (!repository)
    return err(
      problem(
        'environment',
        `not in a git repository: ${top}`,
        'git init (units of a run work in worktrees)',
      ),
    );
  const settings = await deps.configuration.read(top);
  if (!settings.ok) return settings;
  const base = command.base ?? settings.value.workspace.base;
  const place = await inspectPlace(deps.git, top, base);
  if (!place.ok) return place;
  const source = await readPlanFor(top, command.paths, command.format);
  if (!source.ok) return source;
  const { home } = source.value;
  const read = home === top ? source.value.plan : await attachContext(source.value);
  const plan = chooseUnits(read, command.only);
  if (!plan.ok) return plan;
  const broken = lint(plan.value, graphOf(plan.value, true)).find(({ severity }) => severity === 'error');
  if (broken) {
    const { path, line, message } = broken;
    const place = path === null ? '' : `${path}${line === null ? '' : `:${line}`}: `;
    return err(problem('invalid', place + message, 'fairlead plan lint PLAN'));
  }
  const spec = specOf(command, plan.value, settings.value, {
    top,
    home,
    base,
    commit: place.value.base_commit ?? '',
  });
  const agents = new Set([spec.agent, ...plan.value.units.flatMap(({ agent }) => agent ?? [])]);
  for (const agent of agents) {
    const refused = refuseAgent(agent, settings.value, deps);
    if (refused) return err(refused);
    const untrusted = await refuseUntrustedConfig(deps, {
      agent,
      directory: top,
      repo: top,
      settings: settings.value,
    });
    if (untrusted) return err(untrusted);
  }
  const denied = refuseGate(spec, plan.value, settings.value, deps);
  return denied ? err(denied) : ok({ spec, plan: plan.value });
}

/**
 * Refuses gates that the policy denies. fairlead runs gates itself; an *ask* does not refuse, because the user has seen
 * them.
 */
function refuseGate(spec: RunSpec, plan: Plan, settings: Settings, deps: Deps): Problem | undefined {
  const own = plan.units.flatMap(({ id, gate, done }) =>
    done ? [] : gate.map((command) => ({ id, command })),
  );
  for (const { id, command } of own) {
    // Only a rule that denies refuses a gate here, and git's repository cannot change that, so git facts are not read.
    const asked = { settings, level: spec.policy, repo: spec.repo };
    const { decision, reason } = judgeGate(deps, asked, command, new Map());
    if (decision === 'deny')
      return problem(
        'forbidden',
        `the gate of unit ${id} is denied: ${keepStart(command, 200)} (${reason})`,
        'change the plan or the rule',
      );
  }
  return undefined;
}

/** Treats units that were not chosen as completed for units that depend on them. The run shows them as not chosen. */
function chooseUnits(plan: Plan, chosen: readonly string[] | undefined): Result<Plan, Problem> {
  if (!chosen) return ok(plan);
  const unknown = chosen.find((id) => !plan.units.some((unit) => unit.id === id));
  if (unknown !== undefined)
    return err(problem('not_found', `unit not found: ${unknown}`, 'fairlead plan show PLAN'));
  const units = plan.units.map((unit) => ({ ...unit, done: !chosen.includes(unit.id) }));
  return ok({ ...plan, units });
}

function specOf(
  command: CommandOf<'run'>,
  plan: Plan,
  settings: Settings,
  place: { top: string; home: string; base: string; commit: string },
): RunSpec {
  const agent = command.agent ?? settings.default_agent;
  const { gates = [], merge_gates = [] } = command;
  const { home } = place;
  const isInside = home === place.top;
  return {
    title: plan.title,
    plan: plan.sources.map(({ path }) => (isInside ? path : join(home, path))),
    ...(!isInside && { plan_home: home }),
    format: plan.format,
    repo: place.top,
    base: place.base,
    base_commit: place.commit,
    agent,
    model: command.model ?? settings.agents[agent]?.model ?? settings.default_model,
    policy: command.policy ?? settings.policy.level,
    max_parallel: command.max_parallel ?? settings.max_parallel,
    waves: command.waves ?? 'slots',
    now: command.now ?? false,
    allow_overlap: command.allow_overlap ?? false,
    ...(command.only && { only: [...new Set(command.only)] }),
    gates,
    merge_gates,
    ...limitsOf(command, settings),
    empty: command.empty ?? defaultEmpty({ gates, merge_gates }),
    merge_into: command.merge_into ?? null,
    strategy: command.strategy ?? 'merge',
    write_back: command.write_back ?? false,
  };
}

function limitsOf(command: CommandOf<'run'>, { limits }: Settings) {
  const { max_cost_usd = null, max_tokens = null, max_time_s = null } = command;
  return {
    max_cost_usd,
    max_tokens,
    max_time_s,
    max_unit_cost_usd: limits.session_cost_usd,
    max_unit_tokens: limits.session_tokens,
    max_unit_time_s: limits.session_time_s,
  };
}

function refuseAgent(agent: string, settings: Settings, { adapters }: Deps): Problem | undefined {
  const configured = Object.hasOwn(settings.agents, agent) ? settings.agents[agent] : undefined;
  const known = Object.keys(settings.agents).toSorted().join(', ');
  if (!configured) return problem('invalid', `unknown agent: ${agent}`, `one of ${known}`);
  return adapters.has(configured.protocol)
    ? undefined
    : problem(
        'unsupported',
        `no adapter for protocol ${configured.protocol} of agent ${agent}`,
        `one of ${known}`,
      );
}
