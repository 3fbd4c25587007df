/** The sessions of a run's units: each is started once however often it is asked for, and spoken to once. */
import type { RunEffect } from '../../core/plan/react.ts';
import type { RunFact } from '../../core/plan/record.ts';
import { unitAt, type Run } from '../../core/plan/state.ts';
import { whenUnchanged } from '../../core/plan/unchanged.ts';
import type { SessionSpec } from '../../contract/session.ts';
import type { SessionCommand } from '../../core/session/decide.ts';
import { nameFor } from '../../core/session/naming.ts';
import type { StoredEffect } from '../../store/commit.ts';
import { unrecorded, type SessionCell } from '../session/session-cell.ts';
import { storeSessions } from '../session/starting.ts';
import type { RunContext } from './run-context.ts';

type Start = Extract<RunEffect, { kind: 'start' }>;

const goOn =
  'You were interrupted. Check what is already done in the workspace, then continue with the task.';

export async function startUnit(effect: Start, id: number, context: RunContext): Promise<RunFact | null> {
  const { deps, hub, liveSessions, cell } = context;
  const known = await liveSessions.find(effect.session_id);
  if (known) {
    if (effect.goes_on) await speak(known, goOn, id, context);
    return null;
  }
  const stopped = () => ({
    type: 'session_ended' as const,
    session_id: effect.session_id,
    outcome: { kind: 'stopped' as const, by: `run ${cell.id}` },
  });
  if (!isWanted(cell.run, effect)) return stopped();
  const spec = specOf(cell.run, effect);
  const { prompt } = deps.newIds();
  await storeSessions(deps, hub, liveSessions, [
    { id: effect.session_id, data: { spec, prompt_id: prompt } },
  ]);
  // It was not there to be stopped when the run was.
  if (!isWanted(cell.run, effect))
    await stopSessions({ kind: 'stop_sessions', sessions: [effect.session_id], force: false }, context);
  return null;
}

/** Whether the unit is still to be worked on by this session: the run may have been stopped, or the unit skipped. */
function isWanted(run: Run, { unit, session_id }: Start): boolean {
  const found = unitAt(run, unit)?.unit;
  const ending = run.phase.name === 'stopping' || run.phase.name === 'ended';
  return !ending && found?.phase.name === 'working' && found.session_id === session_id;
}

/** More than any host has: the run itself sees to how many of its units are at work. */
const everySlot = 1_000;

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
    max_parallel: spec.now ? everySlot : spec.max_parallel,
    max_cost_usd: spec.max_unit_cost_usd,
    max_tokens: spec.max_unit_tokens,
    max_time_s: spec.max_unit_time_s,
    forked_from: null,
    unchanged: planned ? whenUnchanged(spec, planned) : 'accept',
    run_id: run.id,
    unit_id: unit,
  };
}

/** Tells a session to go on; told again after a crash it changes nothing. */
export async function sendBack(
  { session_id, text }: Extract<RunEffect, { kind: 'send_back' }>,
  id: number,
  context: RunContext,
): Promise<RunFact | null> {
  const cell = await context.liveSessions.find(session_id);
  if (!cell) return { type: 'start_failed', session_id, reason: `its session ${session_id} is gone` };
  return speak(cell, text, id, context);
}

/** Sessions that a pause broke off are told to go on; the others have not noticed it. */
export async function goOnAll(
  { sessions }: Extract<RunEffect, { kind: 'go_on' }>,
  id: number,
  context: RunContext,
): Promise<null> {
  for (const session of sessions) {
    const cell = await context.liveSessions.find(session);
    if (cell?.session.phase.name === 'idle') await speak(cell, goOn, id, context);
  }
  return null;
}

async function speak(
  cell: SessionCell,
  text: string,
  effect: number,
  { deps }: RunContext,
): Promise<RunFact | null> {
  const command_id = `effect-${effect}-${cell.id}`;
  if (await deps.store.read('receipt', command_id)) return null;
  const at = new Date(deps.clock.now()).toISOString();
  const receipt = { command_id, fingerprint: command_id, at, answer: null, problem: null };
  const said = await cell.command(wayOn(cell, text), 'fairlead', () => ({ receipts: [receipt] }));
  return said.ok ? null : { type: 'start_failed', session_id: cell.id, reason: said.error.message };
}

function wayOn({ id, session }: SessionCell, text: string): SessionCommand {
  switch (session.phase.name) {
    case 'ended':
      return { type: 'continue', session: id, text };
    case 'paused':
      return { type: 'resume', session: id };
    default:
      return { type: 'send', session: id, text };
  }
}

export async function stopSessions(
  { sessions, force }: Extract<RunEffect, { kind: 'stop_sessions' }>,
  { liveSessions, cell: { id: run } }: RunContext,
): Promise<null> {
  for (const session of sessions) {
    const cell = await liveSessions.find(session);
    if (cell && cell.session.phase.name !== 'ended')
      await cell.command({ type: 'stop', session, force }, `run ${run}`, unrecorded);
  }
  return null;
}

/** A session that cannot be interrupted has nothing to break off: it waits, or has just ended. */
export async function interruptSessions(
  { sessions }: Extract<RunEffect, { kind: 'interrupt_sessions' }>,
  { deps, liveSessions, cell: { id: run } }: RunContext,
): Promise<null> {
  for (const session of sessions) {
    const cell = await liveSessions.find(session);
    const told = await cell?.command({ type: 'interrupt', session }, `run ${run}`, unrecorded);
    if (told && !told.ok) deps.log.info('not interrupted', { session, why: told.error.message });
  }
  return null;
}

/** Effects that are still to be done for a session: until then its last end is old news. */
export function awaits(effects: readonly StoredEffect[], session: string): boolean {
  return effects.some(({ data }) => {
    const effect = data as RunEffect;
    return (effect.kind === 'start' || effect.kind === 'send_back') && effect.session_id === session;
  });
}
