import { problem, type GitProblem } from './problem.ts';
import type { GitOutcome, GitPlace } from './run-git.ts';

/** What a person is told when git ended with a status other than 0. */
export function explainFailure(place: GitPlace, args: readonly string[], outcome: GitOutcome): GitProblem {
  const why = reasonOf(outcome.stderr);
  const message = `git ${args[0]} failed in ${place.directory}: ${why || `exit status ${outcome.code}`}`;
  for (const [pattern, kind, next] of known)
    if (pattern.test(outcome.stderr)) return problem(kind, message, next);
  return problem('failed', message, `try \`git ${args[0]}\` there by hand`);
}

const known = [
  [
    /dubious ownership/,
    'not_owned',
    'let its owner run this, or trust it: git config --global --add safe.directory <path>',
  ],
  [/already (checked out|used by worktree) at/, 'exists', 'switch that checkout to another branch'],
  [/exists; cannot create/, 'exists', 'rename the branch it names, or delete it'],
  [
    /\.lock': File exists|could not lock config file|cannot lock ref/,
    'busy',
    'try again; if no git command runs there, one has died: delete the .lock file it names',
  ],
  [/No space left on device/, 'failed', 'free disk space'],
  [/Permission denied|Read-only file system/, 'failed', 'look at the permissions of the path it names'],
  [
    /unable to read|missing blob|bad object|invalid object|not a git repository/i,
    'damaged',
    'run `git fsck` there; a partial clone needs `git fetch` first',
  ],
] as const;

/** The line that says why, without what a terminal would obey. */
function reasonOf(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? '';
  return line
    .replace(/^(fatal|error): /, '')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '?')
    .slice(0, 300);
}
