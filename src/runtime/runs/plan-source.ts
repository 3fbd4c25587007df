/** Finds and reads the plan that a user names. No other module opens the documents of a plan. */
import { keepStart } from '../../base/cut-text.ts';
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { err, ok, type Result } from '../../base/result.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { Plan } from '../../contract/plan.ts';
import type { PlanFormatName } from '../../contract/plan-formats.ts';
import { listFiles } from '../../host/system/list-files.ts';
import { formatDirectories } from '../../plans/format-directories.ts';
import type { PlanFile } from '../../plans/plan-file.ts';
import { readPlan } from '../../plans/read-plan.ts';
import { wantedFiles } from '../../plans/wanted-files.ts';

/** Maximum files of a repository that are searched. */
export const maximumListing = 200_000;

/** Bytes of one document; the largest plan seen in practice has 400 KB. */
const maximumBytes = 8 * 1024 * 1024;

export interface PlanSource {
  /**
   * Absolute path of the directory to which the plan's paths are relative: the top of the repository, unless the plan
   * is outside of it.
   */
  home: string;
  plan: Plan;
  files: PlanFile[];
  listing: string[];
}

/**
 * @param asked absolute paths of documents or directories below `top`
 * @param limit maximum number of files that are searched
 */
async function readPlanAt(
  top: string,
  asked: readonly string[],
  format: PlanFormatName | undefined,
  limit = maximumListing,
): Promise<Result<PlanSource, Problem>> {
  const names: string[] = [];
  for (const path of asked) {
    const name = await pathBelow(top, path);
    if (name === undefined)
      return err(
        problem('invalid', `${path} is not below ${top}`, 'name documents that lie in one directory'),
      );
    if (!(await stat(path).catch(() => undefined)))
      return err(problem('not_found', `not found: ${path}`, 'the path of a document or directory'));
    names.push(name === '' ? '.' : name.split(sep).join('/'));
  }
  const listing = await listFiles(top, limit);
  const wanted = wantedFiles([...new Set([...listing, ...(await existingFiles(top, names))])], names);
  if (!wanted.ok) return wanted;
  const files = await readFiles(top, wanted.value);
  if (!files.ok) return files;
  const plan = readPlan(files.value, listing, format ? { format } : {});
  return plan.ok ? ok({ home: top, plan: plan.value, files: files.value, listing }) : plan;
}

/** Maximum files that are searched around a document outside the repository. Related documents are close to it. */
export const maximumAround = 5_000;

/**
 * Reads a plan from any location.
 *
 * @param asked absolute paths
 * @returns `listing` is that of `top`, to which the plan's paths are relative
 */
export async function readPlanFor(
  top: string,
  asked: readonly string[],
  format: PlanFormatName | undefined,
): Promise<Result<PlanSource, Problem>> {
  const below = await Promise.all(asked.map((path) => pathBelow(top, path)));
  if (below.every((name) => name !== undefined)) return readPlanAt(top, asked, format);
  const real = await Promise.all(asked.map((path) => realpath(path).catch(() => path)));
  const isDirectory = await Promise.all(
    real.map(async (path) => (await stat(path).catch(() => undefined))?.isDirectory() ?? false),
  );
  const home = commonDirectory(real.map((path, index) => homeOf(isDirectory[index] ? path : dirname(path))));
  const read = await readPlanAt(home, real, format, maximumAround);
  return read.ok ? ok({ ...read.value, listing: await listFiles(top, maximumListing) }) : read;
}

/**
 * Returns the directory above the first format directory in a path, otherwise the path itself. Formats are recognised
 * by location.
 */
function homeOf(directory: string): string {
  const names = directory.split(sep);
  const at = names.findIndex((name) => formatDirectories.has(name));
  return at > 0 ? names.slice(0, at).join(sep) || sep : directory;
}

function commonDirectory(directories: readonly string[]): string {
  const [first = sep, ...others] = directories;
  const names = first.split(sep);
  while (others.some((other) => relative(names.join(sep) || sep, other).startsWith('..'))) names.pop();
  return names.join(sep) || sep;
}

/**
 * @returns the path relative to the top of the repository, which is a real path while the document's may contain links
 */
async function pathBelow(top: string, path: string): Promise<string | undefined> {
  const real = await realpath(dirname(path)).catch(() => undefined);
  const paths = real === undefined ? [path] : [path, join(real, basename(path))];
  return paths
    .map((candidate) => relative(top, candidate))
    .find((name) => name !== '..' && !name.startsWith(`..${sep}`) && !isAbsolute(name));
}

/** Returns the named files that exist, including those beyond the limit of the listing. */
async function existingFiles(top: string, names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map(async (name) => ((await stat(join(top, name)).catch(() => undefined))?.isFile() ? [name] : [])),
  );
  return found.flat();
}

export async function readFiles(top: string, paths: readonly string[]): Promise<Result<PlanFile[], Problem>> {
  const files: PlanFile[] = [];
  for (const path of paths) {
    const found = await stat(join(top, path)).catch(() => undefined);
    if (!found?.isFile()) continue;
    if (found.size > maximumBytes)
      return err(
        problem(
          'too_large',
          `${path} has ${(found.size / 1024 / 1024).toFixed(1)} MB; a plan's document may have ${maximumBytes / 1024 / 1024} MB`,
          'split it',
        ),
      );
    const bytes = await readFile(join(top, path)).catch(() => undefined);
    if (bytes === undefined)
      return err(problem('environment', `cannot read ${path}`, 'check its permissions'));
    files.push({ path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return ok(files);
}

/** Maximum characters of a document in the prompts of a plan's units, and of all documents together. */
const maximumAttached = { one: 60_000, all: 200_000 };

/**
 * Attaches the documents that every agent must read to a plan outside the repository, because agents cannot see its
 * directory. Prompts then contain their text.
 */
export async function attachContext({ home, plan }: PlanSource): Promise<Plan> {
  const attached: { path: string; text: string }[] = [];
  let left = maximumAttached.all;
  for (const path of plan.context) {
    const text = await readFile(join(home, path), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const part = keepStart(text, Math.min(maximumAttached.one, left));
    left -= part.length;
    attached.push({ path, text: part });
  }
  const isAttached = new Set(attached.map(({ path }) => path));
  return { ...plan, context: plan.context.filter((path) => !isAttached.has(path)), attached };
}
