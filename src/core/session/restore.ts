import { initialSession } from './initial.ts';
import type { Session } from './state.ts';

/** A session as it was stored, by this version or by one that knew less: what it lacks is as in a new session. */
export function restoreSession(stored: Session): Session {
  const { id, spec, created_at, asks } = stored;
  return {
    ...initialSession(id, { spec, prompt_id: null }, created_at),
    ...stored,
    asks: asks.map((ask) => ({ ...noUses, ...ask })),
  };
}

const noUses = { uses: [] };
