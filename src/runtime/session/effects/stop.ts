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

/** Milliseconds that an agent gets for each step: to end when told to, at the end of its input, on SIGTERM. */
const patience = 2_000;

/** Ends all that came of a session, proves it, and takes in what was said until then. */
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

/** The process of an agent that has nothing to do; that it is gone is noted by whoever follows the journal. */
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

/** That a repository cannot be looked at any more keeps no session from ending. */
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
 * The ladder: what the protocol has for ending was said before; then the end of input, SIGTERM, SIGKILL. Every step is
 * waited for as long as its process needs, but not longer than `patience`.
 */
async function endProcesses({ deps, cell, dir }: EffectContext, force: boolean): Promise<StopResult> {
  const { table } = deps;
  const marker = markerOf(cell.id);
  const { process } = cell.session;
  if (process && process.stage !== 'launching' && !force) {
    if (await isTold(deps, cell)) await awaitEnd(table, process.agent, patience);
    endInput(table, dir, process.launch, marker);
    await awaitEnd(table, process.shim, patience);
  }
  const ended = await stopTree({ table, marker, polite: !force, patience });
  await removeScratch(deps, cell.id, dir);
  return ended;
}

/** What cannot be removed is in the way of nothing: it goes with the session. */
async function removeScratch({ log }: Deps, session: string, dir: string): Promise<void> {
  try {
    await removeTree(sandboxScratch(dir));
  } catch (error) {
    log.warn('cannot remove temporary files of a sandbox', { session, error });
  }
}

/** Whether the agent was asked to end in words of its protocol: where there are none, the end of input has to do. */
async function isTold(deps: Deps, { session, cursor }: SessionCell): Promise<boolean> {
  const { process, spec } = session;
  if (process?.stage !== 'ready' && process?.stage !== 'leaving') return false;
  const settings = await deps.configuration.inForce(spec.repo);
  const adapter = deps.adapters.get(settings.agents[spec.agent]?.protocol ?? '');
  if (!adapter || !cursor.adapter) return false;
  return adapter.encode(cursor.adapter, { type: 'end' }).send.length > 0;
}
