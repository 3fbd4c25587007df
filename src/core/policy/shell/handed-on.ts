import { onlyReads } from './options.ts';
import type { ShellCommand, ShellReading, ShellWord } from './shell-reading.ts';
import { gitWords } from './git-options.ts';
import { isHarmless } from './allows-command.ts';
import { unwrapped } from './wrappers.ts';

/**
 * Finds commands that `xargs` runs with file names from a search: `find … | xargs grep x`. Only if the search is
 * harmless and the command only reads, whatever words are added to it; other input could contain anything.
 *
 * @returns the run commands, by the command that runs them
 */
export function handedOn({ commands, pipelines }: ShellReading): Map<ShellCommand, ShellCommand> {
  const found = new Map<ShellCommand, ShellCommand>();
  for (const indices of pipelines)
    for (const [position, index] of indices.entries()) {
      const command = commands[index];
      const before = commands[indices[position - 1] ?? -1];
      if (!command || !before || position === 0 || command.unclear !== null) continue;
      const inner = behindXargs(command.words);
      if (inner && onlyReads(inner) && isSearch(before))
        found.set(command, { ...command, words: [...inner] });
    }
  return found;
}

function behindXargs(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  if (words[0]?.value !== 'xargs') return undefined;
  let at = 1;
  for (; at < words.length; at += 1) {
    const value = words[at]?.value ?? '';
    if (/^-[nLPs]$/.test(value) && /^\d+$/.test(words[at + 1]?.value ?? '')) at += 1;
    else if (!/^(-[0rt]+|-[nLPs]\d+|--null|--no-run-if-empty)$/.test(value)) break;
  }
  const inner = words.slice(at);
  return inner.length > 0 ? inner : undefined;
}

/** Prints names of files in the workspace. */
function isSearch(command: ShellCommand): boolean {
  if (!isHarmless(command) || command.reads.length + command.writes.length > 0) return false;
  const [name, ...rest] = unwrapped(command.words);
  const values = rest.map(({ value }) => value);
  switch (name?.value ?? '') {
    case 'find':
      // Custom output formats may print anything.
      return !values.some((value) => /^-(printf|ls|exec)$/.test(value));
    case 'rg':
      return (
        values.includes('--files') ||
        values.some((value) => /^-[a-zA-Z]*l|^--files-with(out)?-match/.test(value))
      );
    case 'grep':
      return values.some((value) => /^-[a-zA-Z]*[lL]|^--files-with(out)?-match/.test(value));
    case 'git': {
      const [subcommand] = gitWords(rest).rest;
      return (
        subcommand?.value === 'ls-files' ||
        (subcommand?.value === 'grep' && values.some((value) => /^-[a-zA-Z]*l|^--name-only/.test(value))) ||
        (subcommand?.value === 'diff' && values.includes('--name-only'))
      );
    }
  }
  return false;
}
