/**
 * Programs that a plan's commands name and this machine may not have. A stub's result derives from the tree it runs in:
 * the nearest file `.results` says for a command line its exit status and what it prints. A line that is not there fails,
 * as the real program does where there is nothing to test. Everything else in the gates is real: sh, grep, find, git, node.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const names = [
  'npm', 'npx', 'pnpm', 'yarn', 'pytest', 'ruff', 'mypy', 'cargo', 'go', 'gofmt', 'make', 'tsc', 'eslint', 'prettier', 'mix',
  'python', 'python3', 'jest', 'vitest', 'uv', 'terraform', 'shellcheck',
]; // prettier-ignore

const stub = `#!/bin/sh
line="$(basename "$0")\${*:+ $*}"
at="$PWD"
while [ ! -f "$at/.results" ] && [ "$at" != / ]; do at="$(dirname "$at")"; done
found="$(LINE="$line" awk 'index($0, ENVIRON["LINE"] " => ") == 1 { print substr($0, length(ENVIRON["LINE"]) + 5); exit }' "$at/.results" 2>/dev/null)"
[ -n "$found" ] || { echo "$line: nothing here passes" >&2; exit 1; }
printf '%b' "\${found#* }" | sed -e '$a\\' | sed '/^$/d'
exit "\${found%% *}"
`;

/** `rg` searches a directory like `grep -rn`. */
const ripgrep = '#!/bin/sh\nexec grep -rnE "$@"\n';

/** @returns the directory, to be the first of PATH */
export function makeStubs(root: string): string {
  const directory = join(root, 'bin');
  mkdirSync(directory, { recursive: true });
  for (const name of [...names, 'rg']) {
    const file = join(directory, name);
    writeFileSync(file, name === 'rg' ? ripgrep : stub);
    chmodSync(file, 0o755);
  }
  return directory;
}
