/**
 * The call box of one launch, where hooks write the calls that they ask about ({@link hookScript}):
 *
 * - `hook.sh` is the script that the hooks run; files beside it tell the program that it has hooks;
 * - `calls` lists the names of the calls in order, one per line, like `out.jsonl`;
 * - `<name>/call` holds a call as the program described it, and `<name>/answer` is the pipe at which its hook waits.
 */
import { constants } from 'node:fs';
import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hookScript } from './hook-script.ts';

/** Path of a launch's call box in the directory of the journals. */
export function callBox(dir: string, launch: number): string {
  return join(dir, `launch-${launch}.calls`);
}

/** Path of the list of calls. */
export function callJournal(box: string): string {
  return join(box, 'calls');
}

/** Path of the script that hooks run. */
export function hookFile(box: string): string {
  return join(box, 'hook.sh');
}

/**
 * Creates the call box, with `files` by their names beside the hook. A second call changes nothing.
 *
 * @param script the script that its hooks run
 */
export async function makeCallBox(
  box: string,
  files: Readonly<Record<string, string>>,
  script = hookScript,
): Promise<void> {
  await mkdir(box, { recursive: true, mode: 0o700 });
  await writeFile(hookFile(box), script, { mode: 0o600 });
  for (const [name, content] of Object.entries(files))
    await writeFile(join(box, name), content, { mode: 0o600 });
  await writeFile(callJournal(box), '', { flag: 'a', mode: 0o600 });
}

/** Maximum bytes of a call; a longer one cannot be judged. */
export const maximumCall = 4 * 1024 * 1024;

/** @returns undefined if the call is too long, or no longer exists */
export async function readCall(box: string, name: string): Promise<string | undefined> {
  const file = join(box, fileName(name), 'call');
  try {
    if ((await stat(file)).size > maximumCall) return undefined;
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Answers a hook with one line. A hook that no longer waits gets no answer; a second answer is never read. */
export async function answerCall(box: string, name: string, answer: string): Promise<void> {
  try {
    const pipe = await open(join(box, fileName(name), 'answer'), constants.O_WRONLY | constants.O_NONBLOCK);
    try {
      await pipe.write(`${answer}\n`);
    } finally {
      await pipe.close();
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** The name comes from a file that the program can write: it must not lead out of the box. */
function fileName(name: string): string {
  return /^\d{1,10}-\d{1,3}$/.test(name) ? name : 'none';
}

/** ENXIO: no process has the pipe open any more. */
function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENXIO' || code === 'EPIPE';
}
