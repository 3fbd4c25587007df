/** What is there, what is missing, and what to do about it. Looks only; changes nothing. */
import { execFile } from 'node:child_process';
import { accessSync, constants, statfsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { platform } from 'node:process';
import { promisify } from 'node:util';
import type { Finding } from '../cli/context.ts';
import type { AgentConfiguration } from '../contract/settings.ts';
import { createGit } from '../host/git/command/git.ts';
import { gitVersion } from '../host/git/command/git-version.ts';
import { readRepositoryState } from '../host/git/repository/repository-state.ts';
import { openRepository } from '../host/git/repository/repository.ts';
import { findUntrustedPrograms } from '../runtime/workspace/open-trusted.ts';
import { adapters } from './adapters.ts';
import { createConfiguration, type LayeredConfiguration } from './configuration/configuration.ts';
import { repositoryTop } from './configuration/repository-top.ts';
import { environmentSettings } from './configuration/environment-settings.ts';
import { findDaemon } from './connect.ts';
import type { StatePaths } from './paths.ts';
import { scriptedCommand } from './program-files.ts';
import { examineSandbox } from './doctor-sandbox.ts';
import { version } from './version.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const run = promisify(execFile);

export async function examine(paths: StatePaths, env: Environment, repo: string): Promise<Finding[]> {
  const [git, daemon, repository, sandbox, configuration] = await Promise.all([
    examineGit(env),
    examineDaemon(paths),
    examineRepository(paths, env, repo),
    examineSandbox(configurationOf(paths, env), env, repo),
    examineConfiguration(paths, env, repo),
  ]);
  return [
    examineNode(),
    ...git,
    ...daemon,
    examineState(paths),
    ...repository,
    ...examineCallers(env),
    sandbox,
    ...configuration,
  ];
}

function examineNode(): Finding {
  return { name: 'node', state: 'ok', detail: `${process.versions.node}, fairlead ${version}`, next: null };
}

async function examineGit(env: Environment): Promise<Finding[]> {
  const found = await gitVersion(createGit({ environment: env }));
  return [
    found.ok
      ? { name: 'git', state: 'ok', detail: found.value, next: null }
      : { name: 'git', state: 'failed', detail: found.error.message, next: found.error.next },
  ];
}

async function examineDaemon(paths: StatePaths): Promise<Finding[]> {
  const client = await findDaemon(paths, 'doctor');
  if (!client)
    return [{ name: 'daemon', state: 'ok', detail: 'does not run; the first command starts it', next: null }];
  const { pid, version: running, port } = await client.daemon();
  const other =
    running === version ? null : 'use this version: fairlead daemon stop && fairlead daemon start';
  return [
    {
      name: 'daemon',
      state: other ? 'warning' : 'ok',
      detail: `pid ${pid}, version ${running}, port ${port}`,
      next: other,
    },
  ];
}

/** Bytes below which a worktree or a journal may soon not fit any more. */
const littleSpace = 2e9;

function examineState(paths: StatePaths): Finding {
  let directory = paths.state;
  while (!exists(directory)) directory = join(directory, '..');
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  const detail = `${paths.state}, ${(free / 1e9).toFixed(1)} GB free`;
  return free < littleSpace
    ? { name: 'state', state: 'warning', detail, next: 'make room, or move it: FAIRLEAD_HOME=DIR' }
    : { name: 'state', state: 'ok', detail, next: null };
}

async function examineRepository(paths: StatePaths, env: Environment, repo: string): Promise<Finding[]> {
  const git = createGit({ environment: env });
  const repository = await openRepository(git, repo);
  if (!repository.ok) {
    const plain = repository.error.code === 'not_a_repository';
    const next = plain
      ? 'sessions work in the directory itself, without a branch of their own'
      : repository.error.next;
    return [{ name: 'repository', state: 'warning', detail: repository.error.message, next }];
  }
  const state = await readRepositoryState(repository.value);
  if (!state.ok)
    return [{ name: 'repository', state: 'failed', detail: state.error.message, next: state.error.next }];
  const { branch, shallow, partial, submodules, unfinished } = state.value;
  const untrusted = await findUntrustedPrograms(repository.value, configurationOf(paths, env));
  if (!untrusted.ok)
    return [
      { name: 'repository', state: 'failed', detail: untrusted.error.message, next: untrusted.error.next },
    ];
  const notes = [
    branch === null && 'no branch is checked out',
    shallow && 'history is cut off (shallow)',
    partial && 'objects are missing (partial clone)',
    submodules && 'submodules are not checked out in worktrees',
    unfinished && `a ${unfinished} is under way`,
    untrusted.value.length > 0 && `git would run ${untrusted.value.join(', ')}, which is not trusted`,
  ].filter((note) => typeof note === 'string');
  return [
    {
      name: 'repository',
      state: notes.length > 0 ? 'warning' : 'ok',
      detail: [repository.value.directory, ...notes].join('; '),
      next: untrusted.value.length > 0 ? `look at it: fairlead trust ${repo}` : null,
    },
  ];
}

/** Without it a session's processes cannot be told from the user's (SECURITY.md). */
function examineCallers(env: Environment): Finding[] {
  if (platform !== 'linux' || findProgram('ss', env)) return [];
  return [
    {
      name: 'callers',
      state: 'warning',
      detail: 'ss not found: fairlead cannot tell commands from inside a session from yours',
      next: 'install the package iproute2',
    },
  ];
}

function configurationOf(paths: StatePaths, env: Environment): LayeredConfiguration {
  return createConfiguration({
    userFile: paths.userConfiguration,
    trustFile: paths.trusted,
    environment: environmentSettings(env),
    scripted: scriptedCommand(),
    claude: paths.claude,
  });
}

async function examineConfiguration(paths: StatePaths, env: Environment, repo: string): Promise<Finding[]> {
  const settings = await configurationOf(paths, env).read(await repositoryTop(env, repo));
  if (!settings.ok)
    return [
      { name: 'configuration', state: 'failed', detail: settings.error.message, next: settings.error.next },
    ];
  const { agents, default_agent, policy } = settings.value;
  const found = await Promise.all(
    Object.entries(agents).map(async ([name, agent]) =>
      withPreflight(await examineAgent(name, agent.command, name === default_agent, env), agent),
    ),
  );
  const unread = policy.unread.map(({ source, message }): Finding => ({
    name: 'rules',
    state: 'failed',
    detail: `${source}: ${message}`,
    next: `fix ${source}`,
  }));
  return [
    exists(paths.userConfiguration)
      ? { name: 'configuration', state: 'ok', detail: paths.userConfiguration, next: null }
      : {
          name: 'configuration',
          state: 'absent',
          detail: `not found, defaults apply: ${paths.userConfiguration}`,
          next: null,
        },
    ...unread,
    ...found,
  ];
}

/** Adds which of its calls fairlead judges before they are made. */
function withPreflight(finding: Finding, { protocol, like }: AgentConfiguration): Finding {
  const adapter = adapters.get(protocol);
  if (finding.state === 'absent' || !adapter) return finding;
  return { ...finding, detail: `${finding.detail}; preflight ${adapter.capabilities(like).preflight}` };
}

async function examineAgent(
  name: string,
  command: string[],
  wanted: boolean,
  env: Environment,
): Promise<Finding> {
  const [program = ''] = command;
  const path = findProgram(program, env);
  const title = `agent ${name}`;
  if (!path) {
    const detail = `${program} is not installed`;
    return {
      name: title,
      state: wanted ? 'warning' : 'absent',
      detail,
      next: wanted ? 'install it, or choose another default_agent' : null,
    };
  }
  if (name !== 'claude') return { name: title, state: 'ok', detail: path, next: null };
  return (await isLoggedIn(path))
    ? { name: title, state: 'ok', detail: `${path}, logged in`, next: null }
    : {
        name: title,
        state: 'warning',
        detail: `${path}, not logged in`,
        next: 'log in with: claude /login, or set ANTHROPIC_API_KEY',
      };
}

/** `claude auth status` tells by its exit status, without anybody touching credentials. */
async function isLoggedIn(claude: string): Promise<boolean> {
  try {
    await run(claude, ['auth', 'status'], { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

function findProgram(program: string, { PATH = '' }: Environment): string | undefined {
  const places = isAbsolute(program)
    ? [program]
    : PATH.split(delimiter).map((directory) => join(directory, program));
  return places.find((path) => exists(path, constants.X_OK));
}

function exists(path: string, mode = constants.F_OK): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
