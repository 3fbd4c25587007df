/**
 * Installs, shows and removes fairlead's hook in Claude Code's settings. This is the only configuration of another
 * program that fairlead writes, and only on request.
 */
import { accessSync, constants } from 'node:fs';
import { isAbsolute } from 'node:path';
import { readHookSettings, withHook, withoutHook } from '../agents/claude/hooks/hook-settings.ts';
import type { Result } from '../base/result.ts';
import type { HooksAction, HooksPlace, HooksReport } from '../cli/context.ts';
import {
  createSettingsFile,
  readSettingsFile,
  refusal,
  removeSettingsFile,
  replaceSettingsFile,
  type SettingsFile,
} from './settings-file.ts';
import { settingsPath } from './settings-path.ts';

export interface HookParts {
  env: Readonly<Record<string, string | undefined>>;
  /** Path of the program that the hook runs. */
  program: string;
  /**
   * Returns Claude Code's directory of the user. Not called for the settings of a repository, because there may be no
   * home directory.
   */
  userDirectory: () => string;
}

/** @throws a FairleadError if the file is invalid or cannot be changed; then nothing has changed */
export async function settleHooks(
  action: HooksAction,
  place: HooksPlace,
  { env, program: own, userDirectory }: HookParts,
): Promise<HooksReport> {
  const path = await settingsPath(place, env, userDirectory);
  const file = readSettingsFile(path);
  const before = file?.text ?? null;
  const after = wanted(action, path, before, own);
  const changed = after !== before;
  const backup = changed ? change(path, file, after) : null;

  const found = after === null ? null : valueOf(path, readHookSettings(after));
  const [program = null] = found?.programs ?? [];
  return {
    scope: place.scope,
    path,
    installed: program !== null,
    changed,
    backup,
    program,
    other_hooks: found?.others ?? 0,
    problem: program === null ? null : (missing(program) ?? found?.hindrance ?? null),
  };
}

function wanted(action: HooksAction, path: string, text: string | null, program: string): string | null {
  switch (action) {
    case 'install':
      return valueOf(path, withHook(text, program));
    case 'uninstall':
      return text === null ? null : valueOf(path, withoutHook(text));
    case 'status':
      return text;
  }
}

function change(path: string, file: SettingsFile | null, text: string | null): string | null {
  if (file && text !== null) return replaceSettingsFile(file, text);
  if (file) removeSettingsFile(file);
  if (text !== null) createSettingsFile(path, text);
  return null;
}

function valueOf<T>(path: string, result: Result<T, string>): T {
  if (!result.ok) throw refusal(path, result.error);
  return result.value;
}

/** A name without a path is not checked: Claude Code may have another PATH. */
function missing(program: string): string | null {
  if (!isAbsolute(program)) return null;
  try {
    accessSync(program, constants.X_OK);
    return null;
  } catch {
    return `${program} is not there any more, or cannot be run: install the hook again`;
  }
}
