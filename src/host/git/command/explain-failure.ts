import { keepStart } from '../../../base/cut-text.ts';
import { problem, type Problem } from '../../../base/problem.ts';
import type { GitOutcome, GitPlace } from './run-git.ts';

/** Returns the problem for a git command that ended with a status other than 0. */
export function explainFailure(place: GitPlace, args: readonly string[], outcome: GitOutcome): Problem {
  const why = reasonOf(outcome.stderr);
  const message = `git ${args[0]} failed in ${place.directory}: ${why || `exit status ${outcome.code}`}`;
  for (const [pattern, code, next] of known) {
    const found = pattern.exec(outcome.stderr);
    if (found) return problem(code, message, next.replace('PATH', found.groups?.['path'] ?? place.directory));
  }
  return problem('environment', message, `try \`git ${args[0]}\` there by hand`);
}

const known = [
  [
    /dubious ownership in repository at '(?<path>[^']*)'/,
    'environment',
    'let its owner run this, or trust it: git config --global --add safe.directory PATH',
  ],
  [
    /unknown repository (extension|format)|Expected git repo version/,
    'environment',
    'install a newer git, one that knows this form of repository (reftable needs git 2.45)',
  ],
  [
    /promisor remote|transport '[^']*' not allowed|lazy fetching disabled/,
    'environment',
    'this partial clone lacks objects; get them all: git fetch --refetch --no-filter',
  ],
  [/already (checked out|used by worktree) at/, 'unsafe', 'switch that checkout to another branch'],
  [/exists; cannot create/, 'unsafe', 'rename the branch it names, or delete it'],
  [
    /\.lock': File exists|could not lock config file|cannot lock ref/,
    'busy',
    'try again; if no git command runs there, one has died: delete the .lock file it names',
  ],
  [/No space left on device/, 'environment', 'free disk space'],
  [/Permission denied|Read-only file system/, 'environment', 'look at the permissions of the path it names'],
  [
    /unable to read|missing blob|bad object|invalid object|not a git repository/i,
    'environment',
    'run `git fsck` there; a partial clone may lack objects: git fetch --refetch --no-filter',
  ],
] as const;

/** The line that states the reason, without control sequences. */
function reasonOf(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const first = lines.findIndex((line) => /^(fatal|error): /.test(line));
  const line = lines.at(first) ?? '';
  // If a line ends in a colon, the text it announces follows below.
  const rest = first >= 0 && line.endsWith(':') ? lines.slice(first + 1, first + 4) : [];
  const reason = [line, ...rest.filter((below) => below.startsWith('\t')).map((below) => below.trim())]
    .join(' ')
    .replace(/^(fatal|error): /, '')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '?');
  return keepStart(reason, 300);
}
