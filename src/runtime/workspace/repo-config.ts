/**
 * Configuration that a repository ships and agents would run. Checked before an agent starts there; trusted by content.
 */
import { keepStart } from '../../base/cut-text.ts';
import type { AutoloadedFile } from '../../agents/agent.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { Settings } from '../../contract/settings.ts';
import { readFiles } from '../../host/system/read-files.ts';
import type { Deps } from '../deps.ts';
import { refuseTampered } from './tampered.ts';

export interface RepoConfig {
  /** Relative to the top of the repository. */
  path: string;
  /** Actions that it causes in the agent, a few words each. */
  does: string[];
  /** Null if it cannot be read; such a file cannot be trusted. */
  content: Buffer | null;
}

/** Returns the files in a directory that agents would autoload; harmless files are left out. */
export async function findRepoConfig(
  directory: string,
  autoloaded: readonly AutoloadedFile[],
): Promise<RepoConfig[]> {
  const found = await Promise.all(
    autoloaded.map(async ({ path, only, does }) =>
      (await readFiles(directory, path, only)).flatMap(({ path: name, content }): RepoConfig[] => {
        const actions = content ? does(content.toString()) : ['it cannot be read'];
        return actions.length > 0 ? [{ path: name, does: actions, content }] : [];
      }),
    ),
  );
  return [...new Map(found.flat().map((file) => [file.path, file])).values()];
}

/**
 * Checks whether an agent may start in a directory.
 *
 * @param repo the repository whose trust applies
 * @returns undefined, or the problem that lists the untrusted files
 */
export async function refuseUntrustedConfig(
  deps: Pick<Deps, 'adapters' | 'configuration' | 'git' | 'paths'>,
  {
    agent,
    directory,
    repo,
    settings,
  }: { agent: string; directory: string; repo: string; settings: Settings },
): Promise<Problem | undefined> {
  const tampered = await refuseTampered(deps, repo);
  if (tampered) return tampered;
  const adapter = deps.adapters.get(settings.agents[agent]?.protocol ?? '');
  if (!adapter || !settings.policy.protection.agent_configuration) return undefined;
  const repoConfig = await findRepoConfig(
    directory,
    adapter.autoloads(settings.agents[agent]?.like ?? agent),
  );
  const untrusted = repoConfig.filter(
    ({ path, content }) => !content || !deps.configuration.trusts(repo, path, content),
  );
  if (untrusted.length === 0) return undefined;
  return problem(
    'forbidden',
    `${agent} would run configuration that this repository ships: ${keepStart(untrusted.map(shown).join(', '), 500)}`,
    `review it, then fairlead trust ${directory}`,
  );
}

function shown({ path, does }: RepoConfig): string {
  return `${path} (${does.slice(0, 3).join(', ')}${does.length > 3 ? ', …' : ''})`;
}

/** Returns all files that any configured agent would autoload. */
export function autoloadedByAny(
  { adapters }: Pick<Deps, 'adapters'>,
  { agents }: Settings,
): AutoloadedFile[] {
  return Object.values(agents).flatMap(({ protocol, like }) => adapters.get(protocol)?.autoloads(like) ?? []);
}
