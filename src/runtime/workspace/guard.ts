/**
 * Watches what a session has no business to change: what git executes in the shared repository, and the user's checkout.
 * A picture is taken before an agent starts and held against what is there when its work is proved.
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

interface Picture {
  /** What git would execute. */
  executable: Facts;
  /** Which servers git speaks to. Absent in a picture that an earlier version took. */
  remotes?: Facts;
  /** The user's checkout. */
  checkout: Facts;
}

export interface Findings {
  /** Changes to what git executes. */
  tampered: Difference[];
  /** Changes to which servers git speaks to. */
  redirected: Difference[];
  /** Changes to the user's checkout, by whomever: the user may be at work in it. */
  elsewhere: Difference[];
}

/**
 * Takes the picture that later ones are held against. In a plain directory there is nothing to watch. An agent that is
 * started again in the middle of a turn is held against the picture from before: what it changed would else be in the new.
 */
export async function takePicture(context: WorkspaceContext): Promise<void> {
  if (context.cell.session.turn !== null && existsSync(fileOf(context))) return;
  const place = await findPlace(context);
  if (place) await replaceFile(fileOf(context), JSON.stringify(await look(place, context.signal)));
}

export async function findTampering(context: WorkspaceContext): Promise<Findings> {
  const place = await findPlace(context);
  if (!place) return { tampered: [], redirected: [], elsewhere: [] };
  const before = JSON.parse(readFileSync(fileOf(context), 'utf8')) as Picture;
  const after = await look(place, context.signal);
  const changed = compareShared(before, after);
  const known = new Set([...changed.tampered, ...changed.redirected].map(({ what }) => what));
  return {
    ...changed,
    elsewhere: compareFacts(before.checkout, after.checkout).filter(({ what }) => !known.has(what)),
  };
}

/**
 * What was changed by the time a session's processes have ended, however they ended; remembered for the repository, so
 * that its next session does not take it for how things are.
 */
export async function rememberTampering(
  context: WorkspaceContext,
): Promise<Pick<Findings, 'tampered' | 'redirected'>> {
  const { deps, cell, signal } = context;
  if (!existsSync(fileOf(context))) return { tampered: [], redirected: [] };
  const place = await findPlace(context);
  if (!place) return { tampered: [], redirected: [] };
  const before = JSON.parse(readFileSync(fileOf(context), 'utf8')) as Picture;
  const after = await lookAtShared(place, signal);
  const found = compareShared(before, after);
  const facts = { ...after.executable, ...after.remotes };
  await remember(deps, place.repository, cell.id, [...found.tampered, ...found.redirected], facts);
  return found;
}

function compareShared(
  before: Pick<Picture, 'executable' | 'remotes'>,
  after: Pick<Picture, 'executable' | 'remotes'>,
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

async function look(place: WorktreeOf, signal: AbortSignal): Promise<Picture> {
  return {
    ...(await lookAtShared(place, signal)),
    checkout: unwrap(await readMainCheckout(place.repository, signal)),
  };
}

async function lookAtShared(
  { repository, worktree }: WorktreeOf,
  signal: AbortSignal,
): Promise<Omit<Picture, 'checkout'>> {
  return {
    executable: unwrap(await readExecutableConfig(repository, [worktree], signal)),
    remotes: unwrap(await readRemoteConfig(repository, signal)),
  };
}

function unwrap(result: Result<Facts, Problem>): Facts {
  if (result.ok) return result.value;
  throw new Error(`${result.error.message}; ${result.error.next}`);
}
