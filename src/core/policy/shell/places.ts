import { absolutePath } from '../path.ts';
import type { ShellReading } from './shell-reading.ts';
import { unwrapped } from './wrappers.ts';

export interface Places {
  /** Directories in which a command of the line may run; the first is the line's own. */
  directories: readonly string[];
  /** Whether the list is complete. */
  areAll: boolean;
}

type Reading = Pick<ShellReading, 'commands' | 'chained'>;

/** Maximum number of changes of directory; each may double the cost of a verdict. */
const maximumMoves = 3;

/**
 * Returns where the commands of a line may run if the line changes the directory: each change may succeed or fail.
 */
export function placesOf({ commands, chained }: Reading, cwd: string, home: string): Places {
  const moves = commands
    .map(({ words }) => unwrapped(words).map(({ value }) => value))
    .filter(([name = '']) => ['cd', 'pushd', 'popd'].includes(name));
  const directories = [cwd];
  let last: readonly string[] = directories;
  let before: readonly string[] | undefined;
  for (const [, ...rest] of moves.slice(0, maximumMoves)) {
    const target = rest.findLast((word) => !word.startsWith('-') || word === '-') ?? '~';
    // In a `&&` chain, nothing runs after a failed change of directory.
    if (target === '-') {
      // Back to the previous directory, which is known only if no change can have failed.
      [last, before] = [before ?? last, last];
      continue;
    }
    before = last;
    last = (chained ? last : [...directories]).map((directory) => absolutePath(target, directory, home));
    directories.push(...last.filter((directory) => !directories.includes(directory)));
  }
  const isPlain = moves.every(
    ([name, target = '~'], index) =>
      name === 'cd' && (!/^[-+]/.test(target) || (chained && target === '-' && index > 0)),
  );
  return { directories, areAll: moves.length <= maximumMoves && isPlain };
}
