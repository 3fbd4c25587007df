/** Reasons of waiting. The text of a reason stays the same while the reason does, so that it is logged once. */
import type { Waiting } from '../../contract/session.ts';

export function limitWaiting(account: string, until: string): Waiting {
  return { kind: 'limit', text: `usage limit of ${account}`, until };
}

export function outageWaiting(account: string, answer: string): Waiting {
  return {
    kind: 'auth',
    text: `${account} is not logged in: log in, then fairlead approve ${answer}`,
    until: null,
  };
}

export function slotsWaiting(running: number, of: number, where: string): Waiting {
  return { kind: 'slots', text: `${running} of ${of} running${where}`, until: null };
}

/** @param until the end of the day */
export function budgetWaiting(limit: string, until: string): Waiting {
  return { kind: 'budget', text: `the day's budget of ${limit} is spent`, until };
}

/** @param floor bytes that must stay free */
export function floorWaiting(kind: 'disk' | 'memory', floor: number): Waiting {
  return { kind, text: `less than ${sizeText(floor)} of ${kind} is free`, until: null };
}

function sizeText(bytes: number): string {
  return bytes >= 1e9 ? `${bytes / 1e9} GB` : `${bytes / 1e6} MB`;
}

export function isSame(a: Waiting | null, b: Waiting): boolean {
  return a?.kind === b.kind && a.text === b.text && a.until === b.until;
}

/** Formats the reason as one line, for output without a local clock. */
export function waitingText({ text, until }: Waiting): string {
  return until === null ? text : `${text} until ${until.slice(0, 16).replace('T', ' ')} UTC`;
}
