import type { Problem } from '../../../base/problem.ts';
import { problem } from '../../../base/problem.ts';
import type { WorkspaceTask } from '../../../contract/event.ts';
import { ok, type Result } from '../../../base/result.ts';
import type { WorldFact } from '../../../core/session/world-fact.ts';
import type { JournalEffect } from '../transaction.ts';
import { abandonWorkspace } from '../../workspace/abandon.ts';
import { mergeWorkspace } from '../../workspace/merge.ts';
import { removeWorkspace } from '../../workspace/remove.ts';
import { rollBackSession } from '../../workspace/roll-back.ts';
import { restoreWorkspace } from '../../workspace/restore.ts';
import type { EffectContext, Handler } from './handler.ts';

/** Runs one operation on the workspace of an ended session. */
export const workspaceTask: Handler<Extract<JournalEffect, { kind: 'upkeep' }>> = {
  async run({ task }, context) {
    const done = await perform(task, context);
    return done.ok ? done.value : { type: 'upkeep_failed', problem: done.error };
  },
  failed: (_effect, reason) => ({
    type: 'upkeep_failed',
    problem: problem('internal', reason, 'fairlead daemon logs'),
  }),
};

async function perform(task: WorkspaceTask, context: EffectContext): Promise<Result<WorldFact, Problem>> {
  switch (task.kind) {
    case 'remove': {
      const removed = await removeWorkspace(task, context);
      return removed.ok ? ok({ type: 'removed', salvage: removed.value.salvage }) : removed;
    }
    case 'restore':
      return restoreWorkspace(context);
    case 'merge':
      return mergeWorkspace(task, context);
    case 'rollback':
      return rollBackSession(context);
    case 'abandon':
      return abandonWorkspace(context);
  }
}
