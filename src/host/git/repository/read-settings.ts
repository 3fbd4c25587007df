import { ok, type Result } from '../../../base/result.ts';
import { fields, gitOutput } from '../command/git-output.ts';
import type { Problem } from '../../../base/problem.ts';
import type { GitPlace } from '../command/run-git.ts';

/** One line of the configuration. */
export interface Setting {
  /** As git writes it: section and variable in lower case, `filter.LFS.clean`. */
  readonly key: string;
  readonly value: string;
  /** `file:<path>`. */
  readonly origin: string;
}

/** Reads all settings from files in git's order; usually the last value of a key applies. */
export async function readSettings(
  place: GitPlace,
  signal?: AbortSignal,
): Promise<Result<Setting[], Problem>> {
  const listed = await gitOutput(place, ['config', '--list', '--show-origin', '-z'], { signal });
  if (!listed.ok) return listed;
  const parts = fields(listed.value);
  const settings: Setting[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [origin = '', setting = ''] = parts.slice(at, at + 2);
    const end = setting.indexOf('\n');
    const [key, value] = end < 0 ? [setting, ''] : [setting.slice(0, end), setting.slice(end + 1)];
    // Skips the settings that fairlead passes.
    if (!origin.startsWith('command line:')) settings.push({ origin, key, value });
  }
  return ok(settings);
}
