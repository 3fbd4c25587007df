/**
 * Runs a program inside bubblewrap: the file system is read-only except for the plan's mounts, and processes outside
 * are invisible. Its own processes are in their own namespace: when the first of them ends, the kernel ends the rest.
 */
export interface SandboxPlan {
  /** Directory that becomes `/tmp` and `/var/tmp`. */
  tmp: string;
  mounts: readonly Mount[];
  cwd: string;
}

/** How a path and everything below it appears. Paths are absolute, without symbolic links, and exist. */
export type Mount =
  /** Readable, even inside a hidden directory. */
  | { path: string; as: 'readable' }
  | { path: string; as: 'writable' }
  /** A directory that appears empty. */
  | { path: string; as: 'empty' }
  /** A file that cannot be read. */
  | { path: string; as: 'unreadable' }
  /** A file or directory that is replaced by a writable copy. */
  | { path: string; as: 'copy'; copy: string };

/** Later mounts cover earlier ones, so deeper paths come later; the last mount of a path applies. */
export function bubblewrapped(argv: readonly string[], { tmp, mounts, cwd }: SandboxPlan): string[] {
  const outermostFirst = mounts.toSorted((a, b) => depthOf(a) - depthOf(b));
  const options = [
    '--ro-bind / / --dev /dev --proc /proc'.split(' '),
    ['--bind', tmp, '/tmp', '--bind', tmp, '/var/tmp'],
    ...outermostFirst.map(optionsOf),
    '--unshare-pid --unshare-ipc --unshare-uts --die-with-parent'.split(' '),
    ['--chdir', cwd],
  ];
  return ['bwrap', ...options.flat(), '--', ...argv];
}

function depthOf({ path }: Mount): number {
  return path.split('/').length;
}

function optionsOf(mount: Mount): string[] {
  const { path } = mount;
  switch (mount.as) {
    case 'readable':
      return ['--ro-bind', path, path];
    case 'writable':
      return ['--bind', path, path];
    case 'empty':
      return ['--perms', '0700', '--tmpfs', path];
    case 'unreadable':
      return ['--ro-bind', '/dev/null', path];
    case 'copy':
      return ['--bind', mount.copy, path];
  }
}
