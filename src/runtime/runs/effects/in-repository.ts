import type { Problem } from '../../../base/problem.ts';
import type { Result } from '../../../base/result.ts';
import type { Repository } from '../../../host/git/repository/repository.ts';
import type { Deps } from '../../deps.ts';
import { openTrusted } from '../../workspace/open-trusted.ts';

export async function inRepository<T>(
  path: string,
  deps: Deps,
  then: (repository: Repository) => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  const repository = await openTrusted(deps, path);
  return repository.ok ? then(repository.value) : repository;
}
