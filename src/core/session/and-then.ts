import { evolve } from './evolve.ts';
import type { Draft, Session } from './state.ts';

/** Drafts, and after them what follows from the state that they lead to. */
export function andThen(
  session: Session,
  drafts: Draft[],
  at: string,
  next: (session: Session) => Draft[],
): Draft[] {
  return [...drafts, ...next(advance(session, drafts, at))];
}

export function advance(session: Session, drafts: readonly Draft[], at: string): Session {
  return drafts.reduce((state, entry) => evolve(state, entry, at), session);
}
