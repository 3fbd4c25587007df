/** Reads the conditions that block all starts: usage limits, outages, disk and memory floors, the day's budget. */
import type { SessionSpec, Waiting } from '../../contract/session.ts';
import type { Settings } from '../../contract/settings.ts';
import { accountOf } from '../../core/admission/account.ts';
import { heldAccounts } from '../../core/admission/held-accounts.ts';
import { budgetWaiting, floorWaiting } from '../../core/admission/waiting.ts';
import { freeMemory } from '../../host/system/free-memory.ts';
import { freeSpace } from '../../host/system/free-space.ts';
import type { Deps } from '../deps.ts';
import type { Session } from '../../core/session/state.ts';

/** An agent without a valid login. */
export interface Outage {
  agent: string;
  waiting: Waiting;
}

export interface HostState {
  limits(spec: SessionSpec): Settings['limits'];
  blocker(spec: SessionSpec): Waiting | null;
}

/**
 * Reads all limits again, without a cache: admission calls it only when a session wants a slot.
 *
 * @param repos repositories of the waiting sessions
 */
export async function readHostState(
  deps: Deps,
  sessions: readonly { session: Session }[],
  repos: Iterable<string>,
  outages: readonly Outage[],
): Promise<HostState> {
  const now = deps.clock.now();
  const host = await deps.configuration.inForce('/');
  const settings = new Map<string, Settings>();
  const lowDisk = new Map<string, Waiting>();
  for (const repo of new Set(repos)) {
    const own = await deps.configuration.inForce(repo);
    settings.set(repo, own);
    const floor = Math.max(host.limits.min_free_disk, own.limits.min_free_disk);
    if ((await isBelow(freeSpace(repo), floor)) || (await isBelow(freeSpace(deps.paths.sessions), floor)))
      lowDisk.set(repo, floorWaiting('disk', floor));
  }
  const common = await findCommonBlocker(deps, host, now);
  const limits = sessions.flatMap(({ session }) => (session.limit ? [session.limit] : []));
  const accounts = heldAccounts(limits, new Date(now).toISOString());
  return {
    limits: ({ repo }) => (settings.get(repo) ?? host).limits,
    blocker(spec) {
      const own = settings.get(spec.repo) ?? host;
      const account = accountOf(spec, own);
      // Outages block only sessions of runs. A single session may start, so that a person can check the login.
      const outage =
        spec.run_id === null ? undefined : outages.find(({ agent }) => accountOf({ agent }, own) === account);
      return accounts.get(account) ?? outage?.waiting ?? common ?? lowDisk.get(spec.repo) ?? null;
    },
  };
}

async function findCommonBlocker(deps: Deps, { limits }: Settings, now: number): Promise<Waiting | null> {
  const { min_free_memory, day_cost_usd, day_tokens } = limits;
  if (await isBelow(freeMemory(), min_free_memory)) return floorWaiting('memory', min_free_memory);
  if (day_cost_usd === null && day_tokens === null) return null;
  const [today, tomorrow] = [dayFrom(now, 0), dayFrom(now, 1)];
  const { cost_usd, tokens } = await deps.store.read('spentSince', today);
  if (day_cost_usd !== null && cost_usd >= day_cost_usd) return budgetWaiting(`$${day_cost_usd}`, tomorrow);
  if (day_tokens !== null && tokens >= day_tokens) return budgetWaiting(`${day_tokens} tokens`, tomorrow);
  return null;
}

/** Returns false where the system does not report the value. */
async function isBelow(free: Promise<number | undefined>, floor: number): Promise<boolean> {
  return ((await free) ?? Infinity) < floor;
}

/** Returns the user's midnight that began the day, or the one `days` later. ISO 8601 UTC. */
function dayFrom(now: number, days: number): string {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() + days);
  return day.toISOString();
}
