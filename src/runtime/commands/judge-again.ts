import type { Tenants } from '../tenants.ts';

/** Judges all calls that wait, after a rule has come or gone in a session. Done twice it changes nothing. */
export async function judgeAgain(
  { tenants }: { tenants: Tenants },
  session: string,
  by: string,
): Promise<void> {
  const changed = await tenants.find(session);
  const waiting = [...tenants.cells()].filter((cell) => cell === changed || cell.session.asks.length > 0);
  await Promise.all(waiting.map((cell) => cell.report({ type: 'policy_changed', by })));
}
