import type { RunEffect } from '../../core/plan/react.ts';
import type { StoredEffect } from '../../store/commit.ts';

/** Effects that are still to be done for a session: until then its last end is old news. */
export function awaits(effects: readonly StoredEffect[], session: string): boolean {
  return effects.some(({ data }) => {
    const effect = data as RunEffect;
    return (effect.kind === 'start' || effect.kind === 'send_back') && effect.session_id === session;
  });
}
