import { absolutePath } from '../path.ts';
import type { ShellCommand } from './read-shell.ts';
import { unwrapped } from './wrappers.ts';

export interface Places {
  /** Directories in which a command of the line may be run; the first is that in which the line is. */
  directories: readonly string[];
  /** Whether there are no others. */
  areAll: boolean;
}

/** Each one multiplies what a verdict costs. */
const maximumPlaces = 2;

/** Where the commands of a line may be run, which changes the directory on its way. */
export function placesOf(commands: readonly ShellCommand[], cwd: string, home: string): Places {
  const moves = commands
    .map(({ words }) => unwrapped(words).map(({ value }) => value))
    .filter(([name = '']) => ['cd', 'pushd', 'popd'].includes(name));
  const directories = new Set([cwd]);
  let last = cwd;
  for (const [, ...rest] of moves.slice(0, maximumPlaces)) {
    const target = rest.findLast((word) => !word.startsWith('-')) ?? '~';
    directories.add(absolutePath(target, cwd, home));
    last = absolutePath(target, last, home);
    directories.add(last);
  }
  const isPlain = moves.every(([name, target = '~']) => name === 'cd' && !/^[-+]/.test(target));
  return { directories: [...directories], areAll: moves.length <= 1 && isPlain };
}
