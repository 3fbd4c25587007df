import { stat } from 'node:fs/promises';
import { systemTrouble } from '../../../base/system-error.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import type { Git } from './git.ts';
import {
  configEnvironment,
  deadConfig,
  hardenedArguments,
  hardenedEnvironment,
  namelessVerbs,
  trustsFilter,
  type Trust,
} from './hardening.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import { runProgram, type ProgramOutcome } from './run-program.ts';

/**
 * The place of a git command. The git directory is passed explicitly and never searched: anyone who works in a
 * working tree can write its `.git` file. Only the search for a repository omits it.
 */
export interface GitPlace {
  readonly git: Git;
  /** Absolute path of the working tree. */
  readonly directory: string;
  readonly gitDir?: string;
  readonly commonDir?: string;
  readonly trust: Trust;
}

export interface GitOptions {
  readonly input?: string | Uint8Array;
  /** `GIT_INDEX_FILE`, author and committer, and similar variables. */
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, string>>;
  /** Bytes of standard output to keep (default: 64 MiB). */
  readonly maxBytes?: number;
  readonly whenFull?: 'drop' | 'end';
  /** Time limit (default: 2 minutes). */
  readonly timeoutMs?: number;
  /** Lets git use the network. */
  readonly network?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** How git exited, with any exit status. */
export type GitOutcome = Extract<ProgramOutcome, { kind: 'ended' }>;

/**
 * Runs one hardened git command to its end.
 *
 * Names in the configuration (filters, merge drivers, remotes, hooks) are read before every command where they
 * matter. That costs 1.9 ms. A cache would have to watch every file that could change them, including conditional
 * includes and files that do not exist yet, and the writer of a file can set its time and size. A race between the
 * two commands remains.
 *
 * @throws the signal's reason when aborted, after git has exited
 */
export async function runGit(
  place: GitPlace,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Result<GitOutcome, Problem>> {
  if (namelessVerbs.has(args[0] ?? '')) return run(place, args, options.config ?? {}, options);
  const keys = await run(
    place,
    ['config', '--list', '--name-only', '-z'],
    {},
    {
      timeoutMs: Math.min(options.timeoutMs ?? configTimeoutMs, configTimeoutMs),
      signal: options.signal,
    },
  );
  if (!keys.ok) return keys;
  if (keys.value.code !== 0 || keys.value.truncated) return err(unreadable(place, keys.value));
  const names = keys.value.stdout.toString('utf8').split('\0');
  return run(place, args, { ...deadConfig(names, place.trust), ...options.config }, options);
}

/** The configuration may include a pipe without a writer. */
const configTimeoutMs = 30_000;

async function run(
  place: GitPlace,
  args: readonly string[],
  config: Readonly<Record<string, string>>,
  options: GitOptions,
): Promise<Result<GitOutcome, Problem>> {
  const timeoutMs = options.timeoutMs ?? 120_000;
  const outcome = await runProgram({
    file: place.git.program,
    args: hardenedArguments(args, place.trust),
    cwd: place.directory,
    env: {
      ...hardenedEnvironment(place.git.environment, options.network ?? false, trustsFilter(place.trust)),
      ...configEnvironment(config),
      ...placeEnvironment(place),
      ...options.env,
    },
    input: options.input,
    maxBytes: options.maxBytes ?? 64 * 1024 * 1024,
    whenFull: options.whenFull ?? 'drop',
    timeoutMs,
    signal: options.signal,
  });
  if (outcome.kind === 'ended') return ok(outcome);
  if (outcome.kind === 'not_started') return err(await notStarted(place, outcome.error));
  return err(
    problem(
      'timed_out',
      `git ${args[0]} did not end within ${timeoutMs / 1000} s in ${place.directory}`,
      'see whether the disk is overloaded or a network file system hangs, then try again',
    ),
  );
}

function placeEnvironment({ directory, gitDir, commonDir }: GitPlace): Record<string, string> {
  if (gitDir === undefined) return {};
  const environment: Record<string, string> = { GIT_DIR: gitDir, GIT_WORK_TREE: directory };
  if (commonDir !== undefined && commonDir !== gitDir) environment['GIT_COMMON_DIR'] = commonDir;
  return environment;
}

async function notStarted(place: GitPlace, error: NodeJS.ErrnoException): Promise<Problem> {
  if (error.code === 'ENOENT' && (await isDirectory(place.directory)))
    return problem('environment', `not found in PATH: ${place.git.program}`, 'install git 2.38 or later');
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    return problem('environment', `not a directory: ${place.directory}`, 'the path of a directory');
  const trouble = systemTrouble(error);
  // The path in the error is the program's, which is not the cause.
  if (trouble && error.code !== 'EACCES')
    return problem('environment', `git does not start: ${error.code} ${trouble.message}`, trouble.next);
  return problem('environment', `git does not start: ${error.message}`, 'try `git --version` in a terminal');
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function unreadable(place: GitPlace, outcome: GitOutcome): Problem {
  if (outcome.truncated)
    return problem(
      'unsafe',
      `the git configuration of ${place.directory} has more than 64 MiB`,
      'look into its config file',
    );
  const why = outcome.stderr.trim().split('\n')[0] ?? '';
  return problem(
    'environment',
    `git cannot read its configuration in ${place.directory}: ${why}`,
    'repair the file it names',
  );
}
