/** Counts the uses of rules with `max_uses` by an event. */
import type { Verdict } from '../../../contract/verdict.ts';
import type { CountedCall, PendingEvent } from '../state.ts';

/** Returns the uses of a call's event: the rules that decided, except those that already counted this call. */
export function newUses({ uses = [] }: Verdict, counted: readonly string[]): { uses?: string[] } {
  const fresh = uses.filter((key) => !counted.includes(key));
  return fresh.length === 0 ? {} : { uses: fresh };
}

/** Returns the uses that were counted when the call was asked about before. */
export function usesOfCall(counted: readonly CountedCall[], call: string | undefined): string[] {
  return counted.flatMap((entry) => (entry.call === call ? entry.uses : []));
}

export function usesOf({ kind, data }: PendingEvent): readonly string[] {
  const isCounted = kind === 'policy.decided' || kind === 'approval.asked' || kind === 'approval.answered';
  return isCounted ? (data.uses ?? []) : [];
}

/** Counts the uses of a rule in events that are not stored yet. */
export function countUses(pendingEvents: readonly PendingEvent[], key: string): number {
  return pendingEvents.flatMap(usesOf).filter((used) => used === key).length;
}
