import { readFileSync, statSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { err, ok, type Result } from '../../base/result.ts';
import { problem, type Problem } from '../../contract/error.ts';
import { settingsSchema, type SettingsFile } from '../../contract/settings.ts';

/** Bytes; a configuration is written by hand. */
const maximumSize = 1024 * 1024;

/** @returns the file's content; undefined where there is no file; a problem that names the file and the place in it */
export function readSettingsFile(path: string): Result<SettingsFile | undefined, Problem> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return ok(undefined);
  const mend = `mend ${path}`;
  if (!found.isFile() || found.size > maximumSize)
    return err(problem('configuration', `${path} is no configuration file`, `move it away, or ${mend}`));
  const document = parseDocument(readFileSync(path, 'utf8'), { prettyErrors: true });
  const [fault] = document.errors;
  if (fault) return err(problem('configuration', `${path}: ${fault.message.split('\n')[0]}`, mend));
  const parsed = settingsSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.');
  const what = issue?.code === 'unrecognized_keys' ? `unknown key ${issue.keys.join(', ')}` : issue?.message;
  return err(problem('configuration', `${path}: ${where ? `${where}: ` : ''}${what}`, mend));
}
