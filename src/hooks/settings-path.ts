import { join } from 'node:path';
import type { HooksPlace } from '../cli/context.ts';
import { FairleadError } from '../client/failure.ts';
import { createGit } from '../host/git/command/git.ts';
import { inspectPlace } from '../runtime/workspace/inspect.ts';

/**
 * Finds the settings file of Claude Code that a place names.
 *
 * @param userDirectory Claude Code's directory of the user
 */
export async function settingsPath(
  { scope, repo }: HooksPlace,
  env: Readonly<Record<string, string | undefined>>,
  userDirectory: () => string,
): Promise<string> {
  if (scope === 'user') return join(userDirectory(), 'settings.json');
  const place = await inspectPlace(createGit({ environment: env }), repo, null);
  if (!place.ok) throw new FairleadError(place.error);
  return join(place.value.top, '.claude', scope === 'local' ? 'settings.local.json' : 'settings.json');
}
