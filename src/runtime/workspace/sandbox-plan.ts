/** Computes what an agent in the sandbox can read and write, before the daemon starts the agent. */
import { cpSync, existsSync, mkdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../../base/result.ts';
import type { Settings } from '../../contract/settings.ts';
import type { OwnFiles } from '../../agents/agent.ts';
import { below, isWithin } from '../../core/policy/path.ts';
import { hiddenPlaces } from '../../core/policy/hidden-places.ts';
import type { Session } from '../../core/session/state.ts';
import { openRepository, type Repository } from '../../host/git/repository/repository.ts';
import type { Mount, SandboxPlan } from '../../host/process/sandbox/bubblewrap.ts';
import type { Deps } from '../deps.ts';

interface Launching {
  session: Session;
  settings: Settings;
  /** The session's directory. */
  dir: string;
  /** The call box; null if the agent has no hooks. */
  box: string | null;
  cwd: string;
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  own: OwnFiles;
}

/** @returns the plan; the error says in one line why this session cannot have a sandbox */
export async function planSandbox(deps: Deps, launching: Launching): Promise<Result<SandboxPlan, string>> {
  const { session, settings, dir, box, cwd, own } = launching;
  const git = await gitMounts(deps, session, cwd);
  if (!git.ok) return git;
  const { home } = deps.machine;
  const scratch = sandboxScratch(dir);
  const tmp = join(scratch, 'tmp');
  mkdirSync(tmp, { recursive: true, mode: 0o700 });
  const hidden = [
    ...deps.machine.own,
    ...privatePlaces.map((name) => join(home, name)),
    ...launcherSockets,
    ...hiddenPlaces(settings.policy.deny, home).filter((place) => !isWithin(place, cwd)),
  ];
  const writable = settings.sandbox_writable.map((path) => path.replace(/^~(?=\/)/, home));
  const mounts: Mount[] = [
    ...inTemporary(deps, launching).map(as('readable')),
    ...existing(hidden).map((path): Mount => ({ path, as: isDirectory(path) ? 'empty' : 'unreadable' })),
    ...existing([...writable, ...(box === null ? [] : [box]), cwd]).map(as('writable')),
    ...git.value,
    ...ownMounts(own, scratch),
  ];
  return ok({ tmp, mounts, cwd: realpathSync(cwd) });
}

/**
 * Returns the directory for writes outside of the workspace and the agent's own directories. Not needed after its exit.
 */
export function sandboxScratch(dir: string): string {
  return join(dir, 'sandbox');
}

/** Directories with personal keys. No agent needs to read them. */
const privatePlaces = ['.ssh', '.aws', '.gnupg'];

/**
 * Sockets of programs that start processes outside of the sandbox for any client: those of the user's session (D-Bus,
 * systemd, keys, containers), of the system bus, and of container engines.
 */
const launcherSockets = [
  '/run/user',
  '/run/dbus',
  '/run/docker.sock',
  '/run/podman',
  '/run/containerd',
  '/run/crio',
  '/run/libvirt',
  '/var/lib/lxd',
  '/var/snap/lxd',
];

/**
 * Returns the parts of the repository that a commit on the session's own branch must write. None of them determines
 * which programs git runs.
 */
async function gitMounts(deps: Deps, session: Session, cwd: string): Promise<Result<Mount[], string>> {
  const repository = await openRepository(deps.git, cwd);
  if (!repository.ok)
    return repository.error.code === 'not_a_repository'
      ? ok([])
      : err(`${repository.error.message}; ${repository.error.next}`);
  const branch = session.workspace?.branch ?? null;
  return ok(branch === null ? checkoutMounts(repository.value) : worktreeMounts(repository.value, branch));
}

/** A session without a worktree commits in the user's checkout. */
function checkoutMounts({ commonDir, gitDir }: Repository): Mount[] {
  const executableConfig = ['hooks', 'config', 'config.worktree'].map((name) => join(commonDir, name));
  return [
    ...existing([commonDir, gitDir]).map(as('writable')),
    ...existing(executableConfig).map(as('readable')),
  ];
}

function worktreeMounts({ directory, commonDir, gitDir }: Repository, branch: string): Mount[] {
  const own = [
    'objects',
    dirname(`refs/heads/${branch}`),
    dirname(`logs/refs/heads/${branch}`),
    // A reftable holds all branches in one table, so it is writable as a whole or not at all.
    'reftable',
    'lfs',
  ];
  const fixed = ['commondir', 'gitdir', 'config.worktree'].map((name) => join(gitDir, name));
  return [
    ...existing(own.map((name) => join(commonDir, name))).map(as('writable')),
    ...existing([gitDir]).map(as('writable')),
    ...existing([join(commonDir, 'objects/info'), ...fixed, join(directory, '.git')]).map(as('readable')),
  ];
}

/**
 * Returns the agent's own directories without its settings and hooks. Missing settings files are created empty: a
 * missing path cannot be mounted over, so an agent could create it and the user's next session would run its content.
 */
function ownMounts({ kept, settings, texts = [], caches, copied }: OwnFiles, scratch: string): Mount[] {
  const copiedDirectories = copied.filter((path) => path.endsWith('/'));
  for (const path of [...kept, ...caches, ...copiedDirectories])
    mkdirSync(path, { recursive: true, mode: 0o700 });
  for (const path of settings) makeEmpty(path);
  const copies = join(scratch, 'copies');
  mkdirSync(copies, { recursive: true, mode: 0o700 });
  return [
    ...existing(kept).map(as('writable')),
    ...existing([...settings, ...texts]).map(as('readable')),
    ...existing(caches).map((path, index): Mount => {
      const copy = join(scratch, `cache-${index}`);
      mkdirSync(copy, { recursive: true, mode: 0o700 });
      return { path, as: 'copy', copy };
    }),
    ...existing(copied).map((path, index): Mount => {
      const copy = join(copies, String(index));
      rmSync(copy, { recursive: true, force: true });
      cpSync(path, copy, { recursive: true });
      return { path, as: 'copy', copy };
    }),
  ];
}

function makeEmpty(path: string): void {
  if (existsSync(path)) return;
  if (path.endsWith('/')) mkdirSync(path, { recursive: true, mode: 0o700 });
  else writeFileSync(path, path.endsWith('.json') ? '{}\n' : '', { mode: 0o600 });
}

/**
 * Returns paths that the agent needs in the directories for temporary files, which the sandbox replaces with empty
 * ones. A program needs the files beside it, so the whole directory is readable.
 */
function inTemporary({ machine }: Deps, { session, argv, env }: Launching): string[] {
  const programs = (env['PATH'] ?? '').split(':');
  const named = argv.filter((word) => word.startsWith('/'));
  const needed = existing([machine.home, session.spec.repo, ...programs, ...named]);
  const entries = temporary.flatMap((place) =>
    needed.flatMap((path) => {
      const [entry = ''] = below(path, place)?.split('/') ?? [];
      return entry === '' ? [] : [join(place, entry)];
    }),
  );
  return [...new Set(entries)];
}

const temporary = ['/tmp', '/var/tmp'];

function as(how: 'readable' | 'writable'): (path: string) => Mount {
  return (path) => ({ path, as: how });
}

/** Returns the real paths of those that exist. */
function existing(paths: readonly string[]): string[] {
  return paths.filter((path) => path !== '' && existsSync(path)).map((path) => realpathSync(path));
}

function isDirectory(path: string): boolean {
  return statSync(path).isDirectory();
}
