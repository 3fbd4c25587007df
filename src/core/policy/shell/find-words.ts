import type { ShellWord } from './shell-reading.ts';

/** Number of arguments of each test and action of find that changes and runs nothing. */
const arities: Readonly<Record<string, number>> = Object.fromEntries([
  ...`-not -a -o -and -or ! ( ) , -print -print0 -prune -quit -empty -readable -writable -executable -depth -xdev -mount -true -false
  -ls -follow -daystart -noleaf -nouser -nogroup -L -H -P -E -s -d`
    .split(/\s+/)
    .map((name) => [name, 0]),
  ...`-name -iname -path -ipath -wholename -iwholename -lname -ilname -regex -iregex -regextype -type -xtype -maxdepth -mindepth
  -size -newer -anewer -cnewer -mtime -mmin -ctime -cmin -atime -amin -perm -user -group -uid -gid -links -inum -samefile
  -fstype -printf -newermt -used`
    .split(/\s+/)
    .map((name) => [name, 1]),
]);

/**
 * Whether find, with these words, only searches; `-exec` may pass the files to a command that only reads.
 *
 * @param onlyReads whether a command only reads, whatever files are added to it
 */
export function onlyFinds(
  given: readonly ShellWord[],
  onlyReads: (words: readonly ShellWord[]) => boolean,
): boolean {
  if (given.some(({ glob }) => glob)) return false;
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at]?.value ?? '';
    if (word === '-exec') {
      const end = given.findIndex(({ value }, index) => index > at && (value === ';' || value === '+'));
      if (end < 0) return false;
      const inner = given.slice(at + 1, end);
      if (!inner.every(({ value }) => value === '{}' || !value.includes('{}')) || !onlyReads(inner))
        return false;
      at = end;
    } else if (Object.hasOwn(arities, word)) at += arities[word] ?? 0;
    else if (word.startsWith('-')) return false;
  }
  return true;
}
