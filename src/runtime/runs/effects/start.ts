import type { SessionSpec } from '../../../contract/session.ts';
import type { RunEffect } from '../../../core/plan/react.ts';
import { unitAt, type Run } from '../../../core/plan/state.ts';
import { whenUnchanged } from '../../../core/plan/unchanged.ts';
import { nameFor } from '../../../core/session/naming.ts';
import { storeSessions } from '../../session/starting.ts';
import type { RunHandler } from './run-effect-context.ts';
import { continueWork, promptSession } from './prompt-session.ts';
import { stopAll } from './stop-sessions.ts';

type Start = Extract<RunEffect, { kind: 'start' }>;

/** Starts the session of a unit. A repetition starts nothing. */
export const start: RunHandler<'start'> = {
  persistent: true,
  async run(effect, context) {
    const { deps, hub, liveSessions, cell } = context;
    const known = await liveSessions.find(effect.session_id);
    if (known) return effect.goes_on ? promptSession(known, continueWork, context) : undefined;
    if (!isWanted(cell.run, effect))
      return {
        type: 'session_ended',
        session_id: effect.session_id,
        outcome: { kind: 'stopped', by: `run ${cell.id}` },
      };
    const spec = specOf(cell.run, effect);
    const { prompt } = deps.newIds();
    await storeSessions(deps, hub, liveSessions, [
      { id: effect.session_id, data: { spec, prompt_id: prompt } },
    ]);
    // The session did not exist yet when the run stopped its sessions.
    if (!isWanted(cell.run, effect)) await stopAll([effect.session_id], false, context);
    return undefined;
  },
  failed: ({ session_id }, reason) => ({ type: 'start_failed', session_id, reason }),
};

/** Returns whether the unit still needs this session: the run may have been stopped, or the unit skipped. */
function isWanted(run: Run, { unit, session_id }: Start): boolean {
  const found = unitAt(run, unit)?.unit;
  const ending = run.phase.name === 'stopping' || run.phase.name === 'ended';
  return !ending && found?.phase.name === 'working' && found.session_id === session_id;
}

/** Above any host's limit: the run itself limits how many of its units work at once. */
const unlimitedSlots = 1_000;

function specOf(run: Run, { unit, base_commit, task }: Start): SessionSpec {
  const { spec } = run;
  const planned = run.plan.units[unitAt(run, unit)?.index ?? -1];
  return {
    name: nameFor(`${unit} ${planned?.title ?? ''}`),
    task,
    agent: planned?.agent ?? spec.agent,
    model: spec.model,
    policy: spec.policy,
    repo: spec.repo,
    workspace_mode: 'worktree',
    base: run.branch?.name ?? spec.base,
    base_commit,
    gates: [...(planned?.gate ?? []), ...spec.gates],
    auto_continue: true,
    max_parallel: spec.now ? unlimitedSlots : spec.max_parallel,
    max_cost_usd: spec.max_unit_cost_usd,
    max_tokens: spec.max_unit_tokens,
    max_time_s: spec.max_unit_time_s,
    forked_from: null,
    unchanged: planned ? whenUnchanged(spec, planned) : 'accept',
    run_id: run.id,
    unit_id: unit,
  };
}
