/**
 * The shim: a few lines of POSIX sh that run a program without a pipe to this process. Its input is the file
 * `in.jsonl`, followed as it grows; the kernel appends its output to `out.jsonl`. Both outlive their readers. A shell
 * costs 3 MB, another Node process would cost 45 MB.
 *
 * Files of one launch, beside the journals:
 *
 * - the directory `launch-<number>` is the claim: creating it succeeds once, so a retried launch (by a daemon that
 *   does not know how far the last one came) starts nothing twice;
 * - `launch-<number>.shim` and `.pid` hold the process ids of the shim and of the program, `.feeder` that of the
 *   `tail` whose end is the program's end of input.
 *
 * `exit` beside the journals holds the exit status of the latest launch, and exists only after its end.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';

export interface ShimLaunch {
  /** Absolute path of the directory with the two journals. */
  dir: string;
  /** Counts the launches in this directory, from 1. */
  number: number;
  /** Byte offset in `in.jsonl` at which the program's input begins. */
  inputFrom: number;
  /** Program and arguments. */
  argv: readonly string[];
  /** The whole environment. */
  env: Readonly<Record<string, string>>;
  cwd: string;
}

/**
 * `trap :` and not `trap ''`: a caught signal is reset to its default in the program, an ignored one would stay
 * ignored there. The program runs in the foreground, because sh makes background programs ignore SIGINT. `-s 0.1`:
 * tail waits by inotify while a user has instances left (128 by default), and polls otherwise, by default once a
 * second.
 */
const script = `
dir=$1 launch=$1/launch-$2 from=$3 interval=$4
shift 4
mkdir "$launch" 2>/dev/null || exit 0
rm -f "$dir/exit"
echo $$ > "$launch.tmp" && mv "$launch.tmp" "$launch.shim"
trap : TERM HUP INT
mkfifo "$launch.pipe" || exit 1
tail $interval -c "+$from" -f "$dir/in.jsonl" > "$launch.pipe" 2>> "$dir/err.log" &
feeder=$!
echo $feeder > "$launch.tmp" && mv "$launch.tmp" "$launch.feeder"
/bin/sh -c 'echo $$ > "$0.tmp" && mv "$0.tmp" "$0.pid" && exec "$@"' "$launch" "$@" \\
  < "$launch.pipe" >> "$dir/out.jsonl" 2>> "$dir/err.log"
status=$?
kill $feeder 2>/dev/null
rm -f "$launch.pipe"
echo $status > "$dir/exit.tmp" && mv "$dir/exit.tmp" "$dir/exit"
`;

/**
 * Starts a launch; does nothing if it has been claimed already. Its result is read from the files.
 *
 * @throws if no shell can be started: no process available, or no `cwd`
 */
export async function startShim(launch: ShimLaunch): Promise<void> {
  mkdirSync(launch.dir, { recursive: true, mode: 0o700 });
  for (const file of ['in.jsonl', 'out.jsonl', 'err.log'])
    appendFileSync(join(launch.dir, file), '', { mode: 0o600 });
  const interval = platform === 'darwin' ? '' : '-s 0.1';
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      script,
      'shim',
      launch.dir,
      String(launch.number),
      String(launch.inputFrom + 1),
      interval,
      ...launch.argv,
    ],
    { cwd: launch.cwd, env: { ...launch.env }, detached: true, stdio: 'ignore' },
  );
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.unref();
}
