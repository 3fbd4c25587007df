import { removeTree } from '../../../host/git/files/remove-tree.ts';
import { awaitEnd } from '../../../host/process/await-end.ts';
import { endInput } from '../../../host/process/end-input.ts';
import { stopTree, type StopResult } from '../../../host/process/stop-tree.ts';
import { markerOf, type Deps } from '../../deps.ts';
import type { SessionCell } from '../session-cell.ts';
import type { JournalEffect } from '../transaction.ts';
import { sandboxScratch } from '../../workspace/sandbox-plan.ts';
import { rememberTampering } from '../../workspace/guard.ts';
import type { EffectContext, Handler } from './handler.ts';

/** Milliseconds to wait after each step: the protocol's own request to end, the end of input, SIGTERM. */
const patience = 2_000;

/** Stops all processes of a session, verifies that none is left, and processes their last output. */
export const stop: Handler<Extract<JournalEffect, { kind: 'stop' }>> = {
  persistent: true,
  cancels: true,
  async run({ force }, context) {
    const { survivors, killed } = await endProcesses(context, force);
    await context.keeper.settle();
    return { type: 'stopped', survivors, killed, ...(await findTampering(context)) };
  },
  failed: () => undefined,
};

/** Stops the agent process of an idle session. The journal keeper records its exit. */
export const release: Handler<Extract<JournalEffect, { kind: 'release' }>> = {
  persistent: true,
  async run(_effect, context) {
    await endProcesses(context, false);
    await findTampering(context);
    await context.keeper.settle();
    return undefined;
  },
  failed: () => undefined,
};

/** Errors are logged only: an unreadable repository must not keep a session from ending. */
async function findTampering(context: EffectContext): ReturnType<typeof rememberTampering> {
  try {
    return await rememberTampering(context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    context.deps.log.warn('cannot see whether a session changed its repository', {
      session: context.cell.id,
      error,
    });
    return { tampered: [], redirected: [] };
  }
}

/**
 * Escalates: the protocol's request to end was sent before; then end of input, SIGTERM, SIGKILL. Each step waits until
 * the processes have exited, at most `patience`.
 */
async function endProcesses({ deps, cell, dir }: EffectContext, force: boolean): Promise<StopResult> {
  const { table } = deps;
  const marker = markerOf(cell.id);
  const { process } = cell.session;
  if (process && process.stage !== 'launching' && !force) {
    if (await wasAskedToEnd(deps, cell)) await awaitEnd(table, process.agent, patience);
    endInput(table, dir, process.launch, marker);
    await awaitEnd(table, process.shim, patience);
  }
  const ended = await stopTree({ table, marker, polite: !force, patience });
  await removeScratch(deps, cell.id, dir);
  return ended;
}

/** Files that cannot be removed do no harm. They are removed with the session. */
async function removeScratch({ log }: Deps, session: string, dir: string): Promise<void> {
  try {
    await removeTree(sandboxScratch(dir));
  } catch (error) {
    log.warn('cannot remove temporary files of a sandbox', { session, error });
  }
}

/**
 * Returns whether the agent received a request to end in its protocol. If the protocol has none, the end of input
 * replaces it.
 */
async function wasAskedToEnd(deps: Deps, { session, cursor }: SessionCell): Promise<boolean> {
  const { process, spec } = session;
  if (process?.stage !== 'ready' && process?.stage !== 'leaving') return false;
  const settings = await deps.configuration.inForce(spec.repo);
  const adapter = deps.adapters.get(settings.agents[spec.agent]?.protocol ?? '');
  if (!adapter || !cursor.adapter) return false;
  return adapter.encode(cursor.adapter, { type: 'end' }).send.length > 0;
}
