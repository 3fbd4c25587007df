/** The files that a command reads or writes, by its words. */
import { baseName } from '../path.ts';
import type { PathKind } from '../call.ts';
import { alternatives } from './alternatives.ts';
import { isHarmless } from './allows-command.ts';
import { changedFiles } from './changed-files.ts';
import { namedFiles, tellsWords } from './named-files.ts';
import type { ShellCommand } from './shell-reading.ts';
import { unwrapped } from './wrappers.ts';

export interface TouchedFile {
  path: string;
  kind: PathKind;
}

export interface TouchedFiles {
  reads: readonly TouchedFile[];
  writes: readonly TouchedFile[];
  /** Given to an unknown program. */
  mayWrite: readonly TouchedFile[];
}

const known = new WeakMap<ShellCommand, TouchedFiles>();

export function touchedFiles(command: ShellCommand): TouchedFiles {
  const found = known.get(command) ?? find(command);
  known.set(command, found);
  return found;
}

function find(command: ShellCommand): TouchedFiles {
  const values = command.words.map(({ value }) => value);
  const globs = command.words.filter(({ glob }) => glob).map(({ value }) => value);
  const name = baseName(values[0] ?? '');
  const kindOf = (path: string): PathKind => {
    if (!/[*?[]/.test(path)) return 'path';
    if (globs.some((glob) => glob.includes(path))) return 'pattern';
    return searching.has(name) ? 'search' : 'path';
  };
  const asFiles = (paths: readonly string[]): TouchedFile[] =>
    [...new Set(paths)].flatMap((path): TouchedFile[] =>
      // Addresses have their own patterns.
      name === 'curl' && /[[{]/.test(path)
        ? alternatives(path).map((one) => ({ path: one.replaceAll(/\[[^\]]*\]/g, '*'), kind: 'pattern' }))
        : [{ path, kind: kindOf(path) }],
    );
  const isMessage = name === 'git' && /^(commit|tag|stash|notes|merge)$/.test(values[1] ?? '');
  const isWords = tellsWords.has(name);
  // Files mentioned in a message are not accessed, but a message may be read from a file.
  const messages = values.flatMap((value, index) =>
    /^(-[a-zA-Z]*F|--file)$/.test(value)
      ? [values[index + 1] ?? '']
      : value.startsWith('--file=')
        ? [value.slice(7)]
        : [],
  );
  const named = isMessage ? messages : isWords ? [] : namedFiles(values);
  const effective = unwrapped(command.words).map(({ value }) => value);
  const isKnown = isHarmless(command) || isWords || keepsToItself.has(baseName(effective[0] ?? ''));
  return {
    reads: asFiles([...command.reads, ...named]),
    writes: asFiles([...command.writes, ...changedFiles(values)]),
    mayWrite:
      isKnown || isMessage || values.length < 2
        ? []
        : asFiles(effective.length === values.length ? named : namedFiles(effective)),
  };
}

/** Programs that search for files by patterns that the shell has not expanded. */
const searching = new Set(['find', 'rg', 'fd', 'git', 'grep']);

/** Programs whose changes are known from their words, or that only read. */
const keepsToItself = new Set(
  `ls cat head tail wc grep egrep fgrep rg find sort uniq cut diff cmp stat file du df tree which type test [ cd pwd date seq
  basename dirname realpath readlink nl tr comm column fold rev tac od hexdump strings md5sum sha1sum sha256sum sha512sum
  cksum b2sum base64 base32 jq gojq jaq sed awk gawk mawk nawk less more bat batcat zcat cp mv ln rm mkdir touch tee chmod
  chown install rmdir truncate dd git curl ssh scp rsync tar sleep true false kill ps env printenv id whoami groups
  xargs timeout time nice nohup command exec eval sudo sh bash zsh dash ksh pushd popd source .`.split(/\s+/),
);
