/** What a repository brings that agents would obey: looked for before an agent is started in it, and trusted by its content. */
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
  /** What it makes the agent do, in a few words each. */
  does: string[];
  /** Null where it cannot be read; then nobody can trust it either. */
  content: Buffer | null;
}

/** All that agents would obey in a directory, harmless files left out. */
export async function findRepoConfig(
  directory: string,
  autoloaded: readonly AutoloadedFile[],
): Promise<RepoConfig[]> {
  const found = await Promise.all(
    autoloaded.map(async ({ path, only, does }) =>
      (await readFiles(directory, path, only)).flatMap(({ path: name, content }): RepoConfig[] => {
        const deeds = content ? does(content.toString()) : ['it cannot be read'];
        return deeds.length > 0 ? [{ path: name, does: deeds, content }] : [];
      }),
    ),
  );
  return [...new Map(found.flat().map((file) => [file.path, file])).values()];
}

/**
 * Whether an agent can be started in a directory.
 *
 * @param repo whose user's trust counts
 * @returns undefined, or what has to be looked at first
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
  const brought = await findRepoConfig(directory, adapter.autoloads(settings.agents[agent]?.like ?? agent));
  const unknown = brought.filter(
    ({ path, content }) => !content || !deps.configuration.trusts(repo, path, content),
  );
  if (unknown.length === 0) return undefined;
  return problem(
    'forbidden',
    `${agent} would run configuration that this repository ships: ${keepStart(unknown.map(shown).join(', '), 500)}`,
    `review it, then fairlead trust ${directory}`,
  );
}

function shown({ path, does }: RepoConfig): string {
  return `${path} (${does.slice(0, 3).join(', ')}${does.length > 3 ? ', …' : ''})`;
}

/** All files that any configured agent would obey. */
export function autoloadedByAny(
  { adapters }: Pick<Deps, 'adapters'>,
  { agents }: Settings,
): AutoloadedFile[] {
  return Object.values(agents).flatMap(({ protocol, like }) => adapters.get(protocol)?.autoloads(like) ?? []);
}
