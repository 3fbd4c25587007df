import { basename } from 'node:path';
import { err, ok, type Result } from '../../base/result.ts';
import type { Answer } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import { problem, type Problem } from '../../contract/error.ts';
import { readFiles } from '../../host/system/read-files.ts';
import type { Deps } from '../deps.ts';
import { readRow } from '../tenants.ts';
import { findBrought, obeyedByAny } from './brought.ts';
import { inspectPlace } from './inspect.ts';
import { acceptTampering } from './tampered.ts';

/** A person has looked at what a repository, or the workspace of a session, brings, and wants it to be obeyed. */
export async function trustFiles(deps: Deps, { repo }: CommandOf<'trust'>): Promise<Result<Answer, Problem>> {
  const place = await inspectPlace(deps.git, repo, null);
  if (!place.ok) return place;
  const { top } = place.value;
  const owner = await repositoryOf(top, deps);
  const settings = await deps.configuration.inForce(owner);
  const own = await Promise.all(deps.configuration.repositoryFiles().map((name) => readFiles(top, name)));
  const brought = await findBrought(top, obeyedByAny(deps, settings));
  // What agents would obey of a file is told with it.
  const all = [...own.flat().map((file) => ({ ...file, does: [] })), ...brought];
  const files = [...new Map(all.map((file) => [file.path, file])).values()].flatMap(
    ({ path, content, does }) => (content ? [{ path, content, does }] : []),
  );
  const accepted = await acceptTampering(deps, owner);
  if (files.length + accepted.length === 0)
    return err(
      problem(
        'not_found',
        `nothing to trust: ${top}`,
        'it has no fairlead.yaml and no configuration that an agent would run',
      ),
    );
  if (files.length > 0) deps.configuration.trust(owner, files);
  return ok({
    type: 'trusted',
    data: { repo: owner, files: [...files.map(({ path, does }) => ({ path, does })), ...accepted] },
  });
}

/** What the workspace of a session brings is trusted for the repository that it was cut from. */
async function repositoryOf(top: string, { store }: Deps): Promise<string> {
  const row = await store.read('session', basename(top));
  const session = row && readRow(row).session;
  return session?.workspace?.path === top ? session.spec.repo : top;
}
