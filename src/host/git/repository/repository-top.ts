import { createGit } from '../command/git.ts';
import { openRepository } from './repository.ts';

/**
 * Finds the top of the repository that a directory is in: its configuration is read there, wherever in it, and by
 * whichever link, somebody stands.
 *
 * @returns the directory itself where it is in none
 */
export async function repositoryTop(
  environment: Readonly<Record<string, string | undefined>>,
  directory: string,
): Promise<string> {
  const repository = await openRepository(createGit({ environment }), directory);
  return repository.ok ? repository.value.directory : directory;
}
