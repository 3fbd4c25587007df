import type { RunEffect } from '../../core/plan/react.ts';
import type { StoredEffect } from '../../store/commit.ts';

/** Returns whether effects are pending for a session. Until they finish, the session's last end was already handled. */
export function awaits(effects: readonly StoredEffect[], session: string): boolean {
  return effects.some(({ data }) => {
    const effect = data as RunEffect;
    return (effect.kind === 'start' || effect.kind === 'send_back') && effect.session_id === session;
  });
}
