/** Runs shell commands of the scripted agent. */
import { spawn } from 'node:child_process';
import { keepEnd } from '../base/cut-text.ts';
import type { Outcome } from './tool-use.ts';

/** Maximum characters of a command's output in the tool result. */
const maximumOutput = 65_536;

/** Runs a shell command in its own process group, which is stopped at the end of the turn. */
export async function runCommand(command: string, cwd: string, signal: AbortSignal): Promise<Outcome> {
  signal.throwIfAborted();
  const child = spawn('/bin/sh', ['-c', command], { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = Promise.withResolvers<Outcome>();
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = keepEnd(output + text, maximumOutput);
    });
  child.once('error', (error) => closed.resolve({ passed: false, output: error.message }));
  child.once('close', (code, ended) => {
    const status = code === 0 ? '' : `\n[${ended ?? `exit status ${code}`}]`;
    closed.resolve({ passed: code === 0, output: `${output}${status}`.trimStart() });
  });
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL');
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    return await closed.promise;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Starts a shell command that outlives the turn and this process. */
export async function startInBackground(command: string, cwd: string): Promise<Outcome> {
  const child = spawn('/bin/sh', ['-c', command], { cwd, detached: true, stdio: 'ignore' });
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  return { passed: true, output: `left running as process ${child.pid}` };
}
