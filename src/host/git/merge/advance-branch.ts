import { err, ok, type Result } from '../../../base/result.ts';
import { branchTip } from '../repository/branch.ts';
import { findCheckouts, type Checkout } from '../repository/checkouts.ts';
import { explainFailure } from '../command/explain-failure.ts';
import { fields, gitOutput } from '../command/git-output.ts';
import { isAncestor } from '../repository/is-ancestor.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { readRepositoryState } from '../repository/repository-state.ts';
import { runGit, type GitOutcome } from '../command/run-git.ts';
import { refuseFiltered } from '../repository/untrusted-filters.ts';
import { withRepositoryLock } from '../repository/with-repository-lock.ts';

export interface AdvanceBranch {
  readonly repository: Repository;
  /** Short name. */
  readonly branch: string;
  /** Full id of the commit that the branch must be at. */
  readonly from: string;
  /** Full id of a descendant of that commit. */
  readonly to: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Moves a branch forward to a descendant of its commit. Refuses if the branch has moved meanwhile. If the user has it
 * checked out, the files are updated too, unless that would overwrite uncommitted changes.
 */
export function advanceBranch(request: AdvanceBranch): Promise<Result<null, Problem>> {
  return withRepositoryLock(request.repository, request.signal, async () => {
    const { repository, branch, from, to } = request;
    const movable = await checkMove(request);
    if (!movable.ok) return movable;
    const checkouts = await findCheckouts(repository, branch);
    if (!checkouts.ok) return checkouts;
    const inUse = checkouts.value.find(
      (checkout) => checkout.rebasing || checkout.path !== repository.directory,
    );
    if (inUse) return err(heldBy(branch, inUse));
    if (checkouts.value.length > 0) return advanceCheckout(request);
    const args = [
      'update-ref',
      '--no-deref',
      '-m',
      `fairlead: advance to ${to}`,
      `refs/heads/${branch}`,
      to,
      from,
    ];
    const moved = await gitOutput(repository, args);
    return moved.ok ? ok(null) : moved;
  });
}

async function checkMove({ repository, branch, from, to }: AdvanceBranch): Promise<Result<null, Problem>> {
  const tip = await branchTip(repository, branch);
  if (!tip.ok) return tip;
  if (tip.value === null) return err(problem('not_found', `branch not found: ${branch}`, 'git branch NAME'));
  if (tip.value !== from)
    return err(
      problem(
        'unsafe',
        `branch ${branch} has moved from ${from.slice(0, 12)} to ${tip.value.slice(0, 12)}`,
        'merge again, onto where it stands now',
      ),
    );
  const forward = await isAncestor(repository, from, to);
  if (!forward.ok) return forward;
  if (!forward.value)
    return err(
      problem('unsafe', `${to.slice(0, 12)} does not contain all of branch ${branch}`, 'merge the two first'),
    );
  const link = await runGit(repository, ['symbolic-ref', '--quiet', `refs/heads/${branch}`]);
  if (!link.ok) return link;
  if (link.value.code !== 0) return ok(null);
  return err(problem('unsafe', `branch ${branch} is only another name of one`, 'name the branch itself'));
}

function heldBy(branch: string, { path, rebasing }: Checkout): Problem {
  return rebasing
    ? problem('unsafe', `branch ${branch} is being rebased in ${path}`, 'finish the rebase first')
    : problem(
        'unsafe',
        `branch ${branch} is checked out in ${path}`,
        'switch that checkout to another branch',
      );
}

/** The user's own checkout: git refuses to overwrite uncommitted changes. */
async function advanceCheckout(request: AdvanceBranch): Promise<Result<null, Problem>> {
  const { repository, branch, to, signal } = request;
  const state = await readRepositoryState(repository, signal);
  if (!state.ok) return state;
  if (state.value.unfinished)
    return err(
      problem(
        'unsafe',
        `a ${state.value.unfinished} is under way in ${repository.directory}`,
        'finish or abort it first',
      ),
    );
  const filtered = await checkFilters(request);
  if (!filtered.ok) return filtered;
  const args = ['merge', '--ff-only', '--no-stat', '--quiet', to];
  const merged = await runGit(repository, args, { timeoutMs: 3_600_000 });
  if (!merged.ok) return merged;
  if (merged.value.code !== 0)
    return err(wouldOverwrite(repository, merged.value) ?? explainFailure(repository, args, merged.value));
  const tip = await branchTip(repository, branch);
  if (!tip.ok) return tip;
  return tip.value === to
    ? ok(null)
    : err(
        problem(
          'environment',
          `git merge left ${branch} at ${tip.value?.slice(0, 12)}`,
          'look at git reflog',
        ),
      );
}

/**
 * Without its filter a file would be written in its stored form, for example as a pointer, over the user's content.
 */
async function checkFilters({ repository, from, to, signal }: AdvanceBranch): Promise<Result<null, Problem>> {
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--diff-filter=d', from, to];
  const changed = await gitOutput(repository, args, { signal });
  return changed.ok
    ? refuseFiltered(repository, { paths: fields(changed.value), tree: to }, signal)
    : changed;
}

/** git lists the paths, each after a tab. */
function wouldOverwrite({ directory }: Repository, { stderr }: GitOutcome): Problem | null {
  if (!/would be (overwritten|removed) by merge/.test(stderr)) return null;
  const paths = [...stderr.matchAll(/^\t(.+)$/gm)].map(([, path]) => path ?? '');
  const shown = paths.slice(0, 5).join(', ') + (paths.length > 5 ? ` and ${paths.length - 5} more` : '');
  return problem(
    'unsafe',
    `uncommitted changes in ${directory} would be overwritten: ${shown}`,
    'commit or stash them first',
  );
}
