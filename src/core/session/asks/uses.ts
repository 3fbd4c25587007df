/** Which rules with a number of uses an event counts as a use of. */
import type { Verdict } from '../../../contract/verdict.ts';
import type { CountedCall, PendingEvent } from '../state.ts';

/** What an event of a call carries: the rules that decided, but for those that the call is counted for already. */
export function newUses({ uses = [] }: Verdict, counted: readonly string[]): { uses?: string[] } {
  const fresh = uses.filter((key) => !counted.includes(key));
  return fresh.length === 0 ? {} : { uses: fresh };
}

/** What a call was counted for when it was asked about before. */
export function usesOfCall(counted: readonly CountedCall[], call: string | undefined): string[] {
  return counted.flatMap((entry) => (entry.call === call ? entry.uses : []));
}

export function usesOf({ kind, data }: PendingEvent): readonly string[] {
  const isCounted = kind === 'policy.decided' || kind === 'approval.asked' || kind === 'approval.answered';
  return isCounted ? (data.uses ?? []) : [];
}

/** How often events that are not stored yet use a rule. */
export function countUses(pendingEvents: readonly PendingEvent[], key: string): number {
  return pendingEvents.flatMap(usesOf).filter((used) => used === key).length;
}
