/** Whether bubblewrap can start programs here: a kernel may forbid what it needs, so only a trial shows it. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../base/result.ts';
import { bubblewrapped } from './bubblewrap.ts';

/** Milliseconds. A start takes 10 ms on an idle machine; the measured maximum under load is 370 ms. */
const patience = 20_000;

/**
 * Starts a program inside bubblewrap that tries to write outside its mounts.
 *
 * @param scratch an existing directory
 * @returns in one line why there is no sandbox
 */
export async function trySandbox(
  env: Readonly<Record<string, string>>,
  scratch: string,
): Promise<Result<null, string>> {
  const dir = await mkdtemp(join(await realpath(scratch), 'sandbox-'));
  const [tmp, fixed] = [join(dir, 'tmp'), join(dir, 'fixed')];
  try {
    await mkdir(tmp);
    await mkdir(fixed);
    // In its own namespace the shell is one of the first processes.
    const script = '! touch "$1/x" 2> /dev/null && touch /tmp/x && test $$ -lt 10';
    const argv = bubblewrapped(['/bin/sh', '-c', script, 'sh', fixed], {
      tmp,
      mounts: [{ path: fixed, as: 'readable' }],
      cwd: '/',
    });
    return await started(argv, env);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function started(argv: string[], env: Readonly<Record<string, string>>): Promise<Result<null, string>> {
  const [program = '', ...args] = argv;
  return new Promise((resolve) => {
    execFile(program, args, { env: { ...env }, timeout: patience }, (error, _stdout, stderr) => {
      if (!error) return resolve(ok(null));
      if (error.code === 'ENOENT') return resolve(err('bubblewrap is not installed'));
      const [line = ''] = stderr.trim().split('\n');
      resolve(err(line === '' ? 'bubblewrap does not confine programs here' : line));
    });
  });
}
