import { join } from 'node:path';
import type { HooksPlace } from '../../cli/context.ts';
import { FairleadError } from '../../client/failure.ts';
import { createGit } from '../../host/git/command/git.ts';
import { pathsFor } from '../paths.ts';
import { inspectPlace } from '../../runtime/workspace/inspect.ts';

/** The settings file of Claude Code that is meant. */
export async function settingsPath(
  { scope, repo }: HooksPlace,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (scope === 'user') return join(pathsFor(env).claude.user, 'settings.json');
  const place = await inspectPlace(createGit({ environment: env }), repo, null);
  if (!place.ok) throw new FairleadError(place.error);
  return join(place.value.top, '.claude', scope === 'local' ? 'settings.local.json' : 'settings.json');
}
