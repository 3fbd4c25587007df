/** Finds and removes unused data. Each item has the reason why it can be removed, or why it is kept. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../../base/result.ts';
import type { AnswerOf, GcItem } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import type { SessionView } from '../../contract/session.ts';
import { branchTip } from '../../host/git/repository/branch.ts';
import { readRepositoryState } from '../../host/git/repository/repository-state.ts';
import { openRepository } from '../../host/git/repository/repository.ts';
import { deleteSalvage, listSalvages } from '../../host/git/salvage/salvages.ts';
import { isContained } from '../../host/git/inspect/is-contained.ts';
import { takeSnapshot } from '../../host/git/inspect/snapshot.ts';
import { worktreeBytes } from '../../host/git/worktree/worktree-bytes.ts';
import { worktreePlace } from '../../host/git/worktree/worktree.ts';
import type { Deps } from '../deps.ts';
import { readRow } from '../session/live-sessions.ts';
import { worktreeOf } from '../workspace/place-of.ts';
import type { CommandEntry } from './entry.ts';
import type { CommandTicket } from '../machine/command-ticket.ts';
import { runChild } from './child.ts';
import { awaitCommand } from './command-session.ts';
import type { CommandContext } from './context.ts';
import { inSteps } from './steps.ts';

const day = 24 * 60 * 60 * 1_000;

/** Milliseconds that the journal of a removed session is kept, so that `undo` can restore its history. */
const keepJournals = 30 * day;

/** Milliseconds that the salvage of a removed workspace is kept. */
const keepSalvages = 90 * day;

/** Maximum number of sessions examined. */
const maximumSessions = 10_000;

export function gc(context: CommandContext): CommandEntry<CommandOf<'gc'>> {
  const steps = inSteps<CommandOf<'gc'>, GcItem[]>(context, {
    decide: async () => ok(await findGarbage(context.deps)),
    async carryOut(items, ticket) {
      const after = await inOrder(items, async (item): Promise<GcItem> => {
        const removed = item.state === 'can_go' && (await remove(context, item, ticket));
        return removed ? { ...item, state: 'removed' } : item;
      });
      return ok(answer(after, false));
    },
  });
  return {
    resume: steps.resume,
    run: async (command, ticket) =>
      command.dry_run ? ok(answer(await findGarbage(context.deps), true)) : steps.run(command, ticket),
  };
}

function answer(items: GcItem[], dry_run: boolean): AnswerOf<'gc'> {
  const freed = items.filter(({ state }) => state === (dry_run ? 'can_go' : 'removed'));
  return { type: 'gc', data: { dry_run, items, bytes: freed.reduce((sum, { bytes }) => sum + bytes, 0) } };
}

async function findGarbage(deps: Deps): Promise<GcItem[]> {
  const now = deps.clock.now();
  const views = (await deps.store.read('sessions', { removed: true, limit: maximumSessions })).map(
    ({ view }) => view,
  );
  return [
    ...(await inOrder(views.filter(isAtRest), (view) => workspaceItem(deps, view))),
    ...(await inOrder(views, (view) => journalItem(deps, view, now))),
    ...(await inOrder([...new Set(views.map(({ repo }) => repo))], (repo) => salvageItems(deps, repo, now))),
    ...leftoverItems(deps, new Set(views.map(({ id }) => id))),
  ].flat();
}

async function inOrder<T, R>(values: readonly T[], make: (value: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (const value of values) made.push(await make(value));
  return made;
}

function isAtRest({ phase, removed, workspace }: SessionView): boolean {
  return phase === 'ended' && !removed && workspace !== null && workspace.branch !== null;
}

/** A workspace can be removed when all its work is in the user's branch, or in the branch that it was merged into. */
async function workspaceItem(deps: Deps, view: SessionView): Promise<GcItem[]> {
  const row = await deps.store.read('session', view.id);
  if (!row || !view.workspace) return [];
  const { session } = readRow(row);
  const found = await worktreeOf(deps, session);
  const path = view.workspace.path;
  const size = await worktreeBytes(path);
  const item = {
    kind: 'worktree',
    path,
    session_id: view.id,
    bytes: size.ok ? size.value : 0,
    removed: false,
  } as const;
  if (!found.ok || !found.value)
    return [{ ...item, state: 'kept', reason: found.ok ? 'a plain directory' : found.error.message }];
  const kept = (reason: string): GcItem[] => [{ ...item, state: 'kept', reason }];
  const { repository, worktree } = found.value;
  const state = await readRepositoryState(repository);
  if (!state.ok) return kept(state.error.message);
  const place = worktreePlace(repository, worktree);
  const taken = await takeSnapshot(place, 'dropped');
  if (!taken.ok) return kept(taken.error.message);
  await using snapshot = taken.value;
  const [gap] = snapshot.gaps;
  if (gap) return kept(gap.why);
  const branch = state.value.branch ?? 'HEAD';
  const targets = new Map([[branch, state.value.head]]);
  const into = session.merged?.into;
  const tip = into === undefined ? ok(null) : await branchTip(repository, into);
  if (into !== undefined && tip.ok && tip.value !== null) targets.set(into, tip.value);
  for (const [name, commit] of targets) {
    const contained = await isContained(place, snapshot, commit);
    if (!contained.ok) return kept(contained.error.message);
    if (contained.value) return [{ ...item, state: 'can_go', reason: `all of it is in ${name}` }];
  }
  return kept(`${branch} does not have all of it, or has changed it since`);
}

async function journalItem({ paths }: Deps, view: SessionView, now: number): Promise<GcItem[]> {
  if (!view.removed) return [];
  const path = join(paths.sessions, view.id);
  if (!statSync(path, { throwIfNoEntry: false })) return [];
  const age = now - Date.parse(view.last_activity_at);
  const size = await worktreeBytes(path);
  const days = Math.floor(age / day);
  return [
    {
      kind: 'journal',
      path,
      session_id: view.id,
      bytes: size.ok ? size.value : 0,
      state: age > keepJournals ? 'can_go' : 'kept',
      reason: `its session was removed ${days} days ago, ${keepJournals / day} are kept`,
    },
  ];
}

async function salvageItems({ git }: Deps, repo: string, now: number): Promise<GcItem[]> {
  const repository = await openRepository(git, repo);
  if (!repository.ok) return [];
  const salvages = await listSalvages(repository.value);
  if (!salvages.ok) return [];
  return salvages.value.map(({ ref, savedAt, state }) => {
    const age = now - Date.parse(savedAt);
    return {
      kind: 'salvage',
      path: `${repo} ${ref}`,
      session_id: state.id,
      bytes: 0,
      state: age > keepSalvages ? 'can_go' : 'kept',
      reason: `saved ${Math.floor(age / day)} days ago, ${keepSalvages / day} are kept`,
    };
  });
}

/**
 * Lists journals without a session in the database. They may belong to a database that was replaced, so a person has to
 * remove them.
 */
function leftoverItems({ paths }: Deps, known: ReadonlySet<string>): GcItem[] {
  return readdirSync(paths.sessions)
    .filter((name) => !known.has(name))
    .map((name) => ({
      kind: 'leftover',
      path: join(paths.sessions, name),
      session_id: null,
      bytes: 0,
      state: 'kept',
      reason: 'no session is known by this name: look at it and remove it by hand',
    }));
}

/** @returns whether the item is removed, by this call or by an earlier attempt of the same command */
async function remove(context: CommandContext, item: GcItem, ticket: CommandTicket): Promise<boolean> {
  const { deps } = context;
  switch (item.kind) {
    case 'worktree':
      return removeSession(context, item.session_id ?? '', ticket);
    case 'journal': {
      // `undo` may have restored the session since the item was listed.
      const row = await deps.store.read('session', item.session_id ?? '');
      if (!row?.view.removed) return false;
      rmSync(item.path, { recursive: true, force: true });
      return true;
    }
    case 'salvage': {
      const [repo = '', ref = ''] = item.path.split(/ (?=refs\/)/);
      const repository = await openRepository(deps.git, repo);
      if (!repository.ok) return false;
      const salvages = await listSalvages(repository.value);
      if (!salvages.ok) return false;
      const found = salvages.value.find((salvage) => salvage.ref === ref);
      return found === undefined || (await deleteSalvage(repository.value, found)).ok;
    }
    case 'leftover':
      return false;
  }
}

async function removeSession(context: CommandContext, id: string, ticket: CommandTicket): Promise<boolean> {
  const cell = await context.liveSessions.find(id);
  if (!cell) return false;
  const removed = await runChild(context, ticket, 'remove', id, (child) =>
    awaitCommand(context.deps, cell, { type: 'remove', session: id }, child),
  );
  return removed.ok;
}
