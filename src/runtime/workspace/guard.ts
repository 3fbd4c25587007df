/**
 * Watches what a session has no business to change: what git executes in the shared repository, and the user's checkout.
 * A picture is taken before an agent starts and held against what is there when its work is proved.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareFacts, type Difference, type Facts } from '../../host/git/inspect/difference.ts';
import { readExecutableConfig } from '../../host/git/inspect/executable-config.ts';
import { readMainCheckout } from '../../host/git/inspect/main-checkout.ts';
import type { GitProblem } from '../../host/git/command/problem.ts';
import type { Result } from '../../base/result.ts';
import type { EffectContext } from '../effects/handler.ts';
import { worktreeOf, type WorktreeOf } from './place-of.ts';

interface Picture {
  /** What git would execute. */
  executable: Facts;
  /** The user's checkout. */
  checkout: Facts;
}

export interface Findings {
  /** Changes to what git executes. */
  tampered: Difference[];
  /** Changes to the user's checkout, by whomever: the user may be at work in it. */
  elsewhere: Difference[];
}

/** Takes the picture that later ones are held against. In a plain directory there is nothing to watch. */
export async function takePicture(context: EffectContext): Promise<void> {
  const place = await findPlace(context);
  if (place)
    writeFileSync(fileOf(context), JSON.stringify(await look(place, context.signal)), { mode: 0o600 });
}

export async function findTampering(context: EffectContext): Promise<Findings> {
  const place = await findPlace(context);
  if (!place) return { tampered: [], elsewhere: [] };
  const before = JSON.parse(readFileSync(fileOf(context), 'utf8')) as Picture;
  const after = await look(place, context.signal);
  return {
    tampered: compareFacts(before.executable, after.executable),
    elsewhere: compareFacts(before.checkout, after.checkout),
  };
}

function fileOf({ dir }: EffectContext): string {
  return join(dir, 'guard.json');
}

async function findPlace({ deps, cell }: EffectContext): Promise<WorktreeOf | null> {
  const found = await worktreeOf(deps, cell.session);
  if (!found.ok) throw new Error(`${found.error.message}; ${found.error.next}`);
  return found.value;
}

async function look({ repository, worktree }: WorktreeOf, signal: AbortSignal): Promise<Picture> {
  return {
    executable: unwrap(await readExecutableConfig(repository, [worktree], signal)),
    checkout: unwrap(await readMainCheckout(repository, signal)),
  };
}

function unwrap(result: Result<Facts, GitProblem>): Facts {
  if (result.ok) return result.value;
  throw new Error(`${result.error.message}; ${result.error.next}`);
}
