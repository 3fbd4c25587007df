import type { Outcome, Status } from '../../contract/session.ts';
import type { SessionPhase, Session } from './state.ts';

/** Returns one of the four statuses in a list. Every ended session that is not completed shows as failed. */
export function statusOf({ phase, stats, limit }: Session): Status {
  switch (phase.name) {
    case 'queued':
      return limit && stats.turns > 0 ? 'running' : 'starting';
    case 'preparing':
    case 'starting':
      return 'starting';
    case 'working':
    case 'waiting':
    case 'proving':
    case 'stopping':
      return 'running';
    case 'paused':
      return stats.turns === 0 ? 'starting' : 'running';
    case 'idle':
      return 'failed';
    case 'ended':
      return phase.outcome.kind === 'completed' ? 'completed' : 'failed';
  }
}

/** Returns why the status is failed, in one line; null otherwise. */
export function reasonOf(phase: SessionPhase): string | null {
  if (phase.name === 'idle') return phase.why;
  if (phase.name !== 'ended') return null;
  return outcomeReason(phase.outcome);
}

function outcomeReason(outcome: Outcome): string | null {
  switch (outcome.kind) {
    case 'completed':
      return null;
    case 'failed':
      return outcome.reason;
    case 'stopped':
      return `stopped by ${outcome.by}`;
    case 'interrupted':
      return outcome.why;
  }
}
