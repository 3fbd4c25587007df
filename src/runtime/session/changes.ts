import type { SessionView } from '../../contract/session.ts';

/** Returns the fields of `after` that differ from `before`, compared as JSON. */
export function changesOf(before: SessionView, after: SessionView): Partial<SessionView> {
  const changed = Object.entries(after).filter(([key, value]) => {
    const old = before[key as keyof SessionView];
    return old !== value && (typeof value !== 'object' || JSON.stringify(old) !== JSON.stringify(value));
  });
  return Object.fromEntries(changed);
}
