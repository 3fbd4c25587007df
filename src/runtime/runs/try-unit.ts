/**
 * Runs a unit's gates on the tree that a run would start from. A gate that passes there cannot show that the unit is
 * done.
 */
import { keepEnd } from '../../base/cut-text.ts';
import { printableLine } from '../../base/printable.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CommandOf } from '../../contract/command.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { TrialOutcome, TrialView, TriedGate } from '../../contract/trial.ts';
import type { Settings } from '../../contract/settings.ts';
import { gitDirectories } from '../../core/policy/git-elsewhere.ts';
import { copyIncluded } from '../../host/git/worktree/copy-included.ts';
import type { Repository } from '../../host/git/repository/repository.ts';
import type { CommandResult } from '../../host/process/run-command.ts';
import type { Deps } from '../deps.ts';
import { gitFacts } from '../policy/git-facts.ts';
import { inspectPlace } from '../workspace/inspect.ts';
import { openTrusted } from '../workspace/open-trusted.ts';
import { runInTree, withOwnTree } from '../workspace/own-tree.ts';
import { gateCall, isAsked, judgeGate } from './judge-gate.ts';
import { readPlanFor } from './plan-source.ts';

/** Milliseconds that a gate, the setup and the teardown of a session may take. */
const [gateTime, setupTime, teardownTime] = [60 * 60_000, 30 * 60_000, 5 * 60_000];

/** Maximum characters of a gate's output in the answer. The end is kept because it has the reason. */
const maximumOutput = 4_000;

/**
 * Runs every gate of the unit, also after a failure, in a worktree like that of the unit's session: the base commit,
 * the files that `.worktreeinclude` names, and the result of the setup command.
 *
 * @returns a problem if the plan cannot be read or the worktree cannot be prepared
 */
export async function tryUnit(
  deps: Deps,
  command: CommandOf<'try_plan'>,
  signal: AbortSignal,
): Promise<Result<TrialView, Problem>> {
  try {
    return await attempt(deps, command, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    return err(problem('busy', `stopped: the gates of unit ${command.unit}`, 'try: the same command again'));
  }
}

async function attempt(
  deps: Deps,
  command: CommandOf<'try_plan'>,
  signal: AbortSignal,
): Promise<Result<TrialView, Problem>> {
  const found = await inspectPlace(deps.git, command.repo, null);
  if (!found.ok) return found;
  const { top } = found.value;
  if (!found.value.repository)
    return err(
      problem('environment', `not in a git repository: ${top}`, 'try: git init, and commit your files'),
    );
  const settings = await deps.configuration.read(top);
  if (!settings.ok) return settings;
  const place = await inspectPlace(deps.git, top, command.base ?? settings.value.workspace.base);
  if (!place.ok) return place;
  const source = await readPlanFor(top, command.paths, command.format);
  if (!source.ok) return source;
  const unit = source.value.plan.units.find(({ id }) => id === command.unit);
  if (!unit) return err(problem('not_found', `unit not found: ${command.unit}`, 'fairlead plan show PLAN'));
  const commit = place.value.base_commit ?? '';
  const refused = new Map<string, TriedGate>();
  for (const gate of unit.gate) {
    const refusal = await refuse(deps, settings.value, top, gate);
    if (refusal) refused.set(gate, refusal);
  }
  const wanted = unit.gate.filter((gate) => !refused.has(gate));
  const tried = await tryAll(deps, { repo: top, commit, gates: wanted, settings: settings.value, signal });
  if (!tried.ok) return tried;
  const gates = unit.gate.flatMap((gate) => refused.get(gate) ?? tried.value.get(gate) ?? []);
  return ok({ unit: unit.id, base_commit: commit, gates });
}

async function refuse(
  deps: Deps,
  settings: Settings,
  repo: string,
  command: string,
): Promise<TriedGate | undefined> {
  const { machine, git } = deps;
  const call = { ...gateCall(repo, command), machine: { ...machine, belongings: new Map() } };
  const belongings = await gitFacts(git, repo, gitDirectories(call));
  const verdict = judgeGate(deps, { settings, level: settings.policy.level, repo }, command, belongings);
  const notRun = (outcome: TrialOutcome): TriedGate => ({
    command,
    outcome,
    exit_code: null,
    reason: verdict.reason,
    output: '',
    duration_s: 0,
  });
  if (verdict.decision === 'deny') return notRun('denied');
  return verdict.decision === 'ask' && isAsked(verdict) ? notRun('needs_approval') : undefined;
}

interface Trial {
  repo: string;
  commit: string;
  gates: readonly string[];
  settings: Settings;
  signal: AbortSignal;
}

async function tryAll(
  deps: Deps,
  { repo, commit, gates, settings, signal }: Trial,
): Promise<Result<Map<string, TriedGate>, Problem>> {
  if (gates.length === 0) return ok(new Map());
  const repository = await openTrusted(deps, repo, signal);
  if (!repository.ok) return repository;
  const { id } = deps.newIds();
  const tried = await withOwnTree(
    deps,
    { repository: repository.value, repo, commit, kind: 'trial', id, signal },
    async (path): Promise<Result<Map<string, TriedGate>, Problem>> => {
      const ready = await setUp(deps, repository.value, settings, { id, path, signal });
      if (!ready.ok) return ready;
      try {
        const results = new Map<string, TriedGate>();
        for (const command of gates) {
          const result = await runInTree(deps, command, { id, path, timeout: gateTime, signal });
          signal.throwIfAborted();
          results.set(command, triedGate(command, result));
        }
        return ok(results);
      } finally {
        await tearDown(deps, settings, { id, path });
      }
    },
  );
  return tried.ok ? tried.value : tried;
}

/** Prepares the worktree like the workspace of a session. */
async function setUp(
  deps: Deps,
  repository: Repository,
  { workspace: { setup } }: Settings,
  { id, path, signal }: { id: string; path: string; signal: AbortSignal },
): Promise<Result<null, Problem>> {
  const included = await copyIncluded({ repository, path, signal });
  if (!included.ok) return included;
  if (!setup) return ok(null);
  const result = await runInTree(deps, setup, { id, path, timeout: setupTime, signal });
  signal.throwIfAborted();
  if (result.kind === 'exited' && result.code === 0) return ok(null);
  const last = result.output.trimEnd().split('\n').at(-1) ?? '';
  return err(
    problem(
      'environment',
      `setup failed: ${setup} (${endOf(result)}): ${printableLine(last, 200)}`,
      'fix workspace.setup: every session of the run would fail in the same way',
    ),
  );
}

/** Runs also if the trial was cancelled: processes of the setup may outlive the directory. */
async function tearDown(
  deps: Deps,
  { workspace: { teardown } }: Settings,
  tree: { id: string; path: string },
): Promise<void> {
  if (!teardown) return;
  const { signal } = new AbortController();
  const result = await runInTree(deps, teardown, { ...tree, timeout: teardownTime, signal });
  if (result.kind !== 'exited' || result.code !== 0)
    deps.log.warn('teardown failed', { command: teardown, how: endOf(result) });
}

function triedGate(command: string, result: CommandResult): TriedGate {
  const output = keepEnd(result.output, maximumOutput);
  const exit_code = result.kind === 'exited' ? result.code : null;
  const missing = missingProgram(result.output);
  const outcome: TrialOutcome =
    result.kind === 'timed_out'
      ? 'timed_out'
      : missing !== undefined || exit_code === 126 || exit_code === 127
        ? 'cannot_run'
        : exit_code === 0
          ? 'passes'
          : 'fails';
  const reason =
    outcome === 'cannot_run' ? (missing ?? endOf(result)) : exit_code === 0 ? null : endOf(result);
  return { command, outcome, exit_code, reason, output, duration_s: result.duration / 1_000 };
}

/**
 * Finds a program that is missing, which is not a failure of the check. In `!`, pipelines and `$(…)` the exit status
 * 127 is lost, so only the shell's message shows it.
 */
function missingProgram(output: string): string | undefined {
  for (const [, program, why] of output.matchAll(missingMessage)) {
    if (program !== undefined)
      return `${why === 'Permission denied' ? 'not executable' : 'not found'}: ${program}`;
  }
  const [, module] = /^\S*python[\d.]*: No module named '?([\w.]+)'?$/m.exec(output) ?? [];
  return module === undefined ? undefined : `not installed: python module ${module}`;
}

/** `sh: 1: rg: not found` (dash), `sh: line 1: rg: command not found` (bash), `sh: rg: not found` (busybox). */
const missingMessage =
  /^(?:\/\S*\/)?(?:sh|bash|dash|ash): (?:(?:line )?\d+: )?(.{1,200}?): (?:command )?(not found|Permission denied)$/gm;

function endOf(result: CommandResult): string {
  switch (result.kind) {
    case 'exited':
      return `exit status ${result.code}`;
    case 'killed':
      return `ended by ${result.signal}`;
    case 'timed_out':
      return `not ended after ${gateTime / 60_000} minutes`;
    case 'aborted':
      return 'cancelled';
  }
}
