/**
 * The box of one launch, in which hooks leave the calls that they ask about ({@link hookScript}):
 *
 * - `hook.sh` is what the hooks run; files beside it tell the program that it has hooks;
 * - `calls` names the calls in the order in which they were asked, one a line: a journal like `out.jsonl`;
 * - `<name>/call` holds a call as the program described it, and `<name>/answer` is the pipe at which its hook waits.
 */
import { constants } from 'node:fs';
import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hookScript } from './hook-script.ts';

/** The box of a launch in the directory of the journals. */
export function callBox(dir: string, launch: number): string {
  return join(dir, `launch-${launch}.calls`);
}

/** Where the names of calls are appended. */
export function callJournal(box: string): string {
  return join(box, 'calls');
}

/** Where hooks find what they run. */
export function hookFile(box: string): string {
  return join(box, 'hook.sh');
}

/**
 * Makes the box, with `files` by their names beside the hook. Making it again changes nothing.
 *
 * @param script what its hooks run
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

/** Bytes of a call that are read; one that is longer cannot be judged. */
export const maximumCall = 4 * 1024 * 1024;

/** @returns undefined where the call is too long, or is no longer there */
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

/** Answers a hook with one line. One that no longer waits is answered nothing; a second answer is never read. */
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

/** A name comes from a file that the program can write to: it must not lead out of the box. */
function fileName(name: string): string {
  return /^\d{1,10}-\d{1,3}$/.test(name) ? name : 'none';
}

/** ENXIO: nobody has the pipe open any more. */
function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENXIO' || code === 'EPIPE';
}
