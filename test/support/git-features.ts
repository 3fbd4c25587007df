/** What the git of this machine can do, where tests depend on it. */
import { spawnSync } from 'node:child_process';

/** Repositories that keep their refs in reftables came with git 2.45. */
export function hasReftable(): boolean {
  const { stdout } = spawnSync('git', ['version'], { encoding: 'utf8' });
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 45);
}
