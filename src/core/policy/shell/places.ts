import { absolutePath } from '../path.ts';
import type { ShellReading } from './shell-reading.ts';
import { unwrapped } from './wrappers.ts';

export interface Places {
  /** Directories in which a command of the line may be run; the first is that in which the line is. */
  directories: readonly string[];
  /** Whether there are no others. */
  areAll: boolean;
}

type Reading = Pick<ShellReading, 'commands' | 'chained'>;

/** Each one may double what a verdict costs. */
const maximumMoves = 3;

/** Where the commands of a line may be run, which changes the directory on its way: each change may happen, or fail. */
export function placesOf({ commands, chained }: Reading, cwd: string, home: string): Places {
  const moves = commands
    .map(({ words }) => unwrapped(words).map(({ value }) => value))
    .filter(([name = '']) => ['cd', 'pushd', 'popd'].includes(name));
  const directories = [cwd];
  let last: readonly string[] = directories;
  let before: readonly string[] | undefined;
  for (const [, ...rest] of moves.slice(0, maximumMoves)) {
    const target = rest.findLast((word) => !word.startsWith('-') || word === '-') ?? '~';
    // In a chain, nothing is done behind a change of directory that has failed.
    if (target === '-') {
      // Back to where the last change came from, which is known only where none can have failed.
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
