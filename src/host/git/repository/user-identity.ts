import { runGit, type GitPlace } from '../command/run-git.ts';
import { ourIdentity } from './names.ts';

/** Returns the identity for a commit that the user requested: the configured one, else fairlead's. */
export async function userIdentity(place: GitPlace): Promise<{ name: string; email: string }> {
  const [name, email] = await Promise.all(['user.name', 'user.email'].map((key) => configured(place, key)));
  return { name: name ?? ourIdentity.name, email: email ?? ourIdentity.email };
}

async function configured(place: GitPlace, key: string): Promise<string | undefined> {
  const found = await runGit(place, ['config', '--get', key], {});
  if (!found.ok || found.value.code !== 0) return undefined;
  return found.value.stdout.toString('utf8').trim() || undefined;
}
