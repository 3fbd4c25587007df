/**
 * Detects changes that a session must not make: to programs that git runs in the shared repository, and to the user's
 * checkout. Compares a baseline from before the agent's start with the state when its work is checked.
 */
import type { Problem } from '../../base/problem.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../host/git/files/replace-file.ts';
import { compareFacts, type Difference, type Facts } from '../../host/git/inspect/difference.ts';
import { readExecutableConfig, readRemoteConfig } from '../../host/git/inspect/executable-config.ts';
import { readMainCheckout } from '../../host/git/inspect/main-checkout.ts';
import type { Result } from '../../base/result.ts';
import type { WorkspaceContext } from './workspace-context.ts';
import { worktreeOf, type WorktreeOf } from './place-of.ts';
import { remember } from './tampered.ts';

interface GuardState {
  /** Files and settings that make git run programs. */
  executable: Facts;
  /** Servers that git connects to. Absent in a baseline of an earlier version. */
  remotes?: Facts;
  /** The user's checkout. */
  checkout: Facts;
}

export interface Findings {
  /** Changes to files and settings that make git run programs. */
  tampered: Difference[];
  /** Changes to the servers that git connects to. */
  redirected: Difference[];
  /** Changes to the user's checkout by anyone. The user may be working in it. */
  elsewhere: Difference[];
}

/**
 * Stores the baseline that later states are compared with; does nothing in a plain directory. If the agent is restarted
 * within a turn, the old baseline stays: a new one would contain the agent's own changes.
 */
export async function saveBaseline(context: WorkspaceContext): Promise<void> {
  if (context.cell.session.turn !== null && existsSync(fileOf(context))) return;
  const place = await findPlace(context);
  if (place) await replaceFile(fileOf(context), JSON.stringify(await readState(place, context.signal)));
}

export async function findTampering(context: WorkspaceContext): Promise<Findings> {
  const place = await findPlace(context);
  if (!place) return { tampered: [], redirected: [], elsewhere: [] };
  const before = JSON.parse(readFileSync(fileOf(context), 'utf8')) as GuardState;
  const after = await readState(place, context.signal);
  const changed = compareShared(before, after);
  const known = new Set([...changed.tampered, ...changed.redirected].map(({ what }) => what));
  return {
    ...changed,
    elsewhere: compareFacts(before.checkout, after.checkout).filter(({ what }) => !known.has(what)),
  };
}

/**
 * Stores the changes that a session made until its processes ended. Otherwise the repository's next session would take
 * them as the normal state.
 */
export async function rememberTampering(
  context: WorkspaceContext,
): Promise<Pick<Findings, 'tampered' | 'redirected'>> {
  const { deps, cell, signal } = context;
  if (!existsSync(fileOf(context))) return { tampered: [], redirected: [] };
  const place = await findPlace(context);
  if (!place) return { tampered: [], redirected: [] };
  const before = JSON.parse(readFileSync(fileOf(context), 'utf8')) as GuardState;
  const after = await readShared(place, signal);
  const found = compareShared(before, after);
  const facts = { ...after.executable, ...after.remotes };
  await remember(deps, place.repository, cell.id, [...found.tampered, ...found.redirected], facts);
  return found;
}

function compareShared(
  before: Pick<GuardState, 'executable' | 'remotes'>,
  after: Pick<GuardState, 'executable' | 'remotes'>,
): Pick<Findings, 'tampered' | 'redirected'> {
  return {
    tampered: compareFacts(before.executable, after.executable),
    redirected: compareFacts(before.remotes ?? after.remotes ?? {}, after.remotes ?? {}),
  };
}

function fileOf({ dir }: WorkspaceContext): string {
  return join(dir, 'guard.json');
}

async function findPlace({ deps, cell }: WorkspaceContext): Promise<WorktreeOf | null> {
  const found = await worktreeOf(deps, cell.session);
  if (!found.ok) throw new Error(`${found.error.message}; ${found.error.next}`);
  return found.value;
}

async function readState(place: WorktreeOf, signal: AbortSignal): Promise<GuardState> {
  return {
    ...(await readShared(place, signal)),
    checkout: unwrap(await readMainCheckout(place.repository, signal)),
  };
}

async function readShared(
  { repository, worktree }: WorktreeOf,
  signal: AbortSignal,
): Promise<Omit<GuardState, 'checkout'>> {
  return {
    executable: unwrap(await readExecutableConfig(repository, [worktree], signal)),
    remotes: unwrap(await readRemoteConfig(repository, signal)),
  };
}

function unwrap(result: Result<Facts, Problem>): Facts {
  if (result.ok) return result.value;
  throw new Error(`${result.error.message}; ${result.error.next}`);
}
