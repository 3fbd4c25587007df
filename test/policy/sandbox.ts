/** Runs command lines for real, where they can do no harm: in bubblewrap, without network, in a workspace of their own. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the program is, within the sandbox, that must not be run. */
export const payload = '/tmp/payload/run';

export type Shell = 'bash' | 'zsh';

export interface Manner {
  /** Who reads the lines; bash if not given. */
  shell?: Shell;
  /** Seconds after which a line is ended. */
  patience: number;
  /** Each line finds the workspace as it was made, and what it leaves running is waited for. */
  fresh: boolean;
}

export function hasZsh(): boolean {
  return spawnSync('zsh', ['-c', 'true']).status === 0;
}

export function hasBubblewrap(): boolean {
  return spawnSync('bwrap', ['--ro-bind', '/', '/', '--unshare-all', 'true']).status === 0;
}

/**
 * Gives each line to a shell of its own.
 *
 * @returns the places of those that ran the payload, wrote outside of the workspace or changed what is git's own
 */
export async function runsPayload(lines: readonly string[], manner: Manner): Promise<number[]> {
  const top = mkdtempSync(join(tmpdir(), 'fairlead-corpus-'));
  try {
    for (const name of ['payload', 'template', 'lines']) mkdirSync(join(top, name));
    writeFileSync(join(top, 'payload/run'), '#!/bin/sh\n: > /tmp/out/ran\n');
    chmodSync(join(top, 'payload/run'), 0o755);
    for (const [index, line] of lines.entries()) writeFileSync(join(top, `lines/${index}`), line);
    writeFileSync(join(top, 'driver.sh'), driver(lines.length, manner));
    // A line may write to whatever it can, but not to what the lines behind it are told by.
    const mounts = ['--ro-bind', top, '/tmp/in', '--ro-bind', join(top, 'payload'), '/tmp/payload'];
    const output = await run([...confinement, ...mounts, 'bash', '/tmp/in/driver.sh']);
    return output
      .split('\n')
      .filter((text) => text !== '')
      .map(Number);
  } finally {
    rmSync(top, { recursive: true });
  }
}

const confinement =
  '--ro-bind / / --dev /dev --proc /proc --tmpfs /tmp --dir /tmp/out --dir /tmp/home --unshare-all --die-with-parent --new-session --clearenv --setenv PATH /usr/local/bin:/usr/bin:/bin --setenv HOME /tmp/home --setenv npm_config_cache /tmp/npm --setenv LC_ALL C.UTF-8'.split(
    ' ',
  );

/** The workspace is made once and copied for each line; what a line leaves running is ended with the sandbox. */
function driver(count: number, { patience, fresh, shell = 'bash' }: Manner): string {
  return String.raw`
set -u
exec 3>&1 >/dev/null 2>&1 </dev/null
mkdir -p /tmp/template/src /tmp/template/evil && cd /tmp/template
git config --global user.name x; git config --global user.email x@x; git config --global safe.directory '*'
git config --global protocol.ext.allow never
printf 'alpha\nbeta\n' > a.txt; cp a.txt b.txt; cp a.txt README.md; echo 'export {}' > src/a.ts
printf '#!/bin/sh\n/tmp/payload/run\n' > script.sh; chmod +x script.sh
printf 'require("child_process").execSync("/tmp/payload/run")\n' > evil.cjs
printf 'it:\n\techo it\n' > Makefile
printf '{"scripts":{"test":"echo it"}}' > package.json
seq 1 20000 > big.txt
mkdir -p 0 5 ./--compress-program=/tmp/payload; cp script.sh 0/ls; cp script.sh 5/cat
touch ./--compress-program=/tmp/payload/run ./-S1k
git init -q . && git add a.txt b.txt README.md src && git commit -qm one && echo gamma >> a.txt && git commit -qam two && echo delta >> a.txt
git -C evil init -q && git -C evil commit -q --allow-empty -m one && git -C evil config core.fsmonitor /tmp/payload/run
git init -q --bare evil.git && cp script.sh evil.git/hooks/update && cp -a evil.git fork
cp -a /tmp/template /tmp/space; cp /tmp/home/.gitconfig /tmp/out/gitconfig; : > /tmp/home/notes
hooks=(/tmp/space/.git/hooks/*); hooks_before=${'$'}{#hooks[@]}; sleep 0.01; : > /tmp/out/begin
harmed() {
  home=(/tmp/home/* /tmp/home/.[!.]*); hooks=(/tmp/space/.git/hooks/*)
  [ -e /tmp/out/ran ] || [ "${'$'}{#home[@]}" != 2 ] || [ "${'$'}{#hooks[@]}" != "$hooks_before" ] || [ /tmp/space/.git/config -nt /tmp/out/begin ]
}
for ((line = 0; line < ${count}; line++)); do
  ${fresh ? 'rm -rf /tmp/space; cp -a /tmp/template /tmp/space' : ':'}
  [ -d /tmp/space/.git ] || { rm -rf /tmp/space; cp -a /tmp/template /tmp/space; }
  rm -f /tmp/out/ran; cd /tmp/space
  source=$(</tmp/in/lines/$line)
  timeout -s KILL ${patience} ${shell} -c "$source" </dev/null 3>&-
  # What was left running has a while more.
  ${fresh ? 'for ((tries = 0; tries < 20; tries++)); do harmed && break; sleep 0.05; done' : ':'}
  if harmed; then
    echo "$line" >&3; rm -rf /tmp/space /tmp/home/* /tmp/home/.[!.]*; cp -a /tmp/template /tmp/space; cp /tmp/out/gitconfig /tmp/home/.gitconfig; : > /tmp/home/notes
  fi
  cd /tmp
done
`;
}

async function run(args: string[]): Promise<string> {
  const child = spawn('bwrap', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0 && code !== 1) throw new Error(`the sandbox ended with ${code}: ${errors}`);
  return output;
}
