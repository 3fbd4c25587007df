import { initialSession } from './initial.ts';
import type { Ask, Session } from './state.ts';

/** Restores a stored session of this or an earlier version: missing fields are as in a new session. */
export function restoreSession(stored: Session): Session {
  const { id, spec, created_at, asks } = stored;
  return {
    ...initialSession(id, { spec, prompt_id: null }, created_at),
    ...stored,
    asks: asks.map(restoreAsk),
  };
}

/** Earlier versions stored asks without `uses` and `open_since`. */
function restoreAsk(stored: Partial<Ask> & Pick<Ask, 'approval' | 'request' | 'answer'>): Ask {
  return { uses: [], open_since: stored.approval.asked_at, ...stored };
}
