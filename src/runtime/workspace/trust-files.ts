import { basename } from 'node:path';
import { err, ok, type Result } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import { problem, type Problem } from '../../contract/error.ts';
import { openRepository } from '../../host/git/repository/repository.ts';
import { readFiles } from '../../host/system/read-files.ts';
import type { Deps } from '../deps.ts';
import { readRow } from '../tenants.ts';
import { findBrought, obeyedByAny } from './brought.ts';
import { inspectPlace } from './inspect.ts';
import { findTrustablePrograms } from './open-trusted.ts';
import { problemOf } from './problem-of.ts';
import { acceptTampering } from './tampered.ts';

/** Trusts what a repository, or the workspace of a session, makes agents and git run, as it is now. */
export async function trustFiles(deps: Deps, { repo }: CommandOf<'trust'>): Promise<Result<Answer, Problem>> {
  const place = await inspectPlace(deps.git, repo, null);
  if (!place.ok) return place;
  const { top } = place.value;
  const owner = await repositoryOf(top, deps);
  const settings = await deps.configuration.inForce(owner);
  const own = await Promise.all(deps.configuration.repositoryFiles().map((name) => readFiles(top, name)));
  const brought = await findBrought(top, obeyedByAny(deps, settings));
  // What agents would obey of a file is told with it.
  const read = [...own.flat().map((file) => ({ ...file, does: [] })), ...brought];
  const files = [...new Map(read.map((file) => [file.path, file])).values()].flatMap(
    ({ path, content, does }) => (content ? [{ path, content, does }] : []),
  );
  const repository = place.value.repository ? await openRepository(deps.git, top) : null;
  if (repository && !repository.ok) return err(problemOf(repository.error));
  const programs = repository ? await findTrustablePrograms(repository.value) : ok([]);
  if (!programs.ok) return err(problemOf(programs.error));
  const accepted = await acceptTampering(deps, owner);
  const all = [...files, ...programs.value, ...accepted];
  if (all.length === 0)
    return err(
      problem(
        'not_found',
        `nothing here needs trust: ${top}`,
        'start a session: the repository has no fairlead.yaml, no configuration of agents, and no git filter in use',
      ),
    );
  if (files.length > 0) deps.configuration.trust(owner, files);
  if (repository && programs.value.length > 0)
    deps.configuration.trust(repository.value.commonDir, programs.value);
  return ok({
    type: 'trusted',
    data: { repo: owner, files: all.map(({ path, does }) => ({ path, does })) },
  });
}

/** What the workspace of a session brings is trusted for the repository that it was cut from. */
async function repositoryOf(top: string, { store }: Deps): Promise<string> {
  const row = await store.read('session', basename(top));
  const session = row && readRow(row).session;
  return session?.workspace?.path === top ? session.spec.repo : top;
}
