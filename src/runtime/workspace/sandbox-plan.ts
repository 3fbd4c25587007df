/** What an agent in the sandbox sees and may change, computed by the daemon before it starts the agent. */
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
  /** The call box, where the agent has hooks. */
  box: string | null;
  cwd: string;
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  own: OwnFiles;
}

/** @returns in one line why there can be no sandbox for this session */
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
    ...doors,
    ...hiddenPlaces(settings.policy.deny, home).filter((place) => !isWithin(place, cwd)),
  ];
  const writable = settings.sandbox_writable.map((path) => path.replace(/^~(?=\/)/, home));
  const mounts: Mount[] = [
    ...inTemporary(deps, launching).map(as('readable')),
    ...there(hidden).map((path): Mount => ({ path, as: isDirectory(path) ? 'empty' : 'unreadable' })),
    ...there([...writable, ...(box === null ? [] : [box]), cwd]).map(as('writable')),
    ...git.value,
    ...ownMounts(own, scratch),
  ];
  return ok({ tmp, mounts, cwd: realpathSync(cwd) });
}

/** What an agent in the sandbox writes outside of its workspace and its own directories; of no use once it has ended. */
export function sandboxScratch(dir: string): string {
  return join(dir, 'sandbox');
}

/** Keys of people, which no agent needs to read. */
const privatePlaces = ['.ssh', '.aws', '.gnupg'];

/**
 * Sockets of programs that start others for whoever asks, outside of the sandbox: that of the user's session (D-Bus,
 * systemd, keys, containers), of the system's bus, and of container engines.
 */
const doors = [
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

/** Of the repository the agent writes what a commit on its own branch writes, and nothing that decides what git runs. */
async function gitMounts(deps: Deps, session: Session, cwd: string): Promise<Result<Mount[], string>> {
  const repository = await openRepository(deps.git, cwd);
  if (!repository.ok)
    return repository.error.code === 'not_a_repository'
      ? ok([])
      : err(`${repository.error.message}; ${repository.error.next}`);
  const branch = session.workspace?.branch ?? null;
  return ok(branch === null ? checkoutMounts(repository.value) : worktreeMounts(repository.value, branch));
}

/** A session without a worktree works in the user's checkout, and commits there. */
function checkoutMounts({ commonDir, gitDir }: Repository): Mount[] {
  const decisive = ['hooks', 'config', 'config.worktree'].map((name) => join(commonDir, name));
  return [...there([commonDir, gitDir]).map(as('writable')), ...there(decisive).map(as('readable'))];
}

function worktreeMounts({ directory, commonDir, gitDir }: Repository, branch: string): Mount[] {
  const own = [
    'objects',
    dirname(`refs/heads/${branch}`),
    dirname(`logs/refs/heads/${branch}`),
    // Where all branches are in one table, no part of it can be written alone.
    'reftable',
    'lfs',
  ];
  const fixed = ['commondir', 'gitdir', 'config.worktree'].map((name) => join(gitDir, name));
  return [
    ...there(own.map((name) => join(commonDir, name))).map(as('writable')),
    ...there([gitDir]).map(as('writable')),
    ...there([join(commonDir, 'objects/info'), ...fixed, join(directory, '.git')]).map(as('readable')),
  ];
}

/**
 * The agent's own directories, without its settings and hooks. A setting that is missing is made, empty: a place that is
 * not there cannot be mounted over, and what an agent left in it would run in the user's next session.
 */
function ownMounts({ kept, settings, texts = [], caches, copied }: OwnFiles, scratch: string): Mount[] {
  const copiedDirectories = copied.filter((path) => path.endsWith('/'));
  for (const path of [...kept, ...caches, ...copiedDirectories])
    mkdirSync(path, { recursive: true, mode: 0o700 });
  for (const path of settings) makeEmpty(path);
  const copies = join(scratch, 'copies');
  mkdirSync(copies, { recursive: true, mode: 0o700 });
  return [
    ...there(kept).map(as('writable')),
    ...there([...settings, ...texts]).map(as('readable')),
    ...there(caches).map((path, index): Mount => {
      const copy = join(scratch, `cache-${index}`);
      mkdirSync(copy, { recursive: true, mode: 0o700 });
      return { path, as: 'copy', copy };
    }),
    ...there(copied).map((path, index): Mount => {
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
 * What the agent needs of the directories for temporary files, which are replaced by one of its own. A program needs what
 * stands around it, so all that is beside it there can be read, as elsewhere.
 */
function inTemporary({ machine }: Deps, { session, argv, env }: Launching): string[] {
  const programs = (env['PATH'] ?? '').split(':');
  const named = argv.filter((word) => word.startsWith('/'));
  const needed = there([machine.home, session.spec.repo, ...programs, ...named]);
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

/** Where paths lead that exist. */
function there(paths: readonly string[]): string[] {
  return paths.filter((path) => path !== '' && existsSync(path)).map((path) => realpathSync(path));
}

function isDirectory(path: string): boolean {
  return statSync(path).isDirectory();
}
