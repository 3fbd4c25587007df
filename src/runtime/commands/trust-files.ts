import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { err, ok, type Result } from '../../base/result.ts';
import type { Answer, AnswerOf } from '../../contract/answer.ts';
import type { CommandOf } from '../../contract/command.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { openRepository } from '../../host/git/repository/repository.ts';
import { readFiles } from '../../host/system/read-files.ts';
import type { Deps } from '../deps.ts';
import { readRow } from '../session/live-sessions.ts';
import { findRepoConfig, autoloadedByAny } from '../workspace/repo-config.ts';
import { inspectPlace } from '../workspace/inspect.ts';
import { findTrustablePrograms } from '../workspace/open-trusted.ts';
import {
  acceptTampering,
  describeTampering,
  listTampering,
  type TamperedRepository,
} from '../workspace/tampered.ts';

/** The content that a person trusts with one command. Later changes on disk do not change the decision. */
export interface TrustDecision {
  /** Files by the repository for which they are trusted. */
  trusted: { repo: string; files: { path: string; hash: string }[] }[];
  tampered: TamperedRepository | null;
  answer: AnswerOf<'trusted'>;
}

/** Reads the configuration that agents and git would run in a repository or in a session's workspace. */
export async function decideTrust(
  deps: Deps,
  { repo }: CommandOf<'trust'>,
): Promise<Result<TrustDecision, Problem>> {
  const place = await inspectPlace(deps.git, repo, null);
  if (!place.ok) return place;
  const { top } = place.value;
  const owner = await repositoryOf(top, deps);
  const settings = await deps.configuration.inForce(owner);
  const own = await Promise.all(deps.configuration.repositoryFiles().map((name) => readFiles(top, name)));
  const repoConfig = await findRepoConfig(top, autoloadedByAny(deps, settings));
  // For autoloaded files, the answer also lists their actions.
  const read = [...own.flat().map((file) => ({ ...file, does: [] })), ...repoConfig];
  const files = [...new Map(read.map((file) => [file.path, file])).values()].flatMap(
    ({ path, content, does }) => (content ? [{ path, content, does }] : []),
  );
  const repository = place.value.repository ? await openRepository(deps.git, top) : null;
  if (repository && !repository.ok) return repository;
  const programs = repository ? await findTrustablePrograms(repository.value) : ok([]);
  if (!programs.ok) return programs;
  const tampered = await listTampering(deps, owner);
  const all = [...files, ...programs.value, ...(tampered ? [describeTampering(tampered)] : [])];
  if (all.length === 0)
    return err(
      problem(
        'not_found',
        `nothing here needs trust: ${top}`,
        'start a session: the repository has no fairlead.yaml, no configuration of agents, and no git filter in use',
      ),
    );
  const shared = repository ? [{ repo: repository.value.commonDir, files: programs.value.map(hashed) }] : [];
  return ok({
    trusted: [{ repo: owner, files: files.map(hashed) }, ...shared],
    tampered,
    answer: { type: 'trusted', data: { repo: owner, files: all.map(({ path, does }) => ({ path, does })) } },
  });
}

/** Safe to repeat. */
export async function applyTrust(
  deps: Deps,
  { trusted, tampered, answer }: TrustDecision,
): Promise<Result<Answer, Problem>> {
  for (const { repo, files } of trusted) if (files.length > 0) deps.configuration.trust(repo, files);
  if (tampered) await acceptTampering(deps, tampered);
  return ok(answer);
}

function hashed({ path, content }: { path: string; content: Buffer }): { path: string; hash: string } {
  return { path, hash: createHash('sha256').update(content).digest('hex') };
}

/** Returns the repository of a session's workspace: trust belongs to the repository, not to the workspace. */
async function repositoryOf(top: string, { store }: Deps): Promise<string> {
  const row = await store.read('session', basename(top));
  const session = row && readRow(row).session;
  return session?.workspace?.path === top ? session.spec.repo : top;
}
