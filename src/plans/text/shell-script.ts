/** Shell texts that only make sense as a whole: loops, functions, here-documents. */
import { firstProgram, isGate, programs, scriptStart } from './commands.ts';
import { forShell } from './needs-bash.ts';
import { withoutOutput } from './shell-lines.ts';
import { withoutQuotes } from './shell-words.ts';

/**
 * Loops, here-documents, functions and strings over several lines are one script: split, they would have another
 * meaning.
 */
export function isScript(lines: readonly string[]): boolean {
  return lines.some(
    (line) =>
      /^(?:for|while|if|case|until|function)\b|<<-?\s*["']?\w|\(\)\s*\{/.test(line) ||
      /"|(?:^|[\s=(])'/.test(withoutQuotes(line).replaceAll(/\\./g, '')),
  );
}

/** Returns loops, functions and here-documents as written; empty if something in them hides a failure. */
export function scriptOf(text: string): string[] {
  const written = withoutOutput(text)
    .replace(/^set\s+-e\w*\s*$/m, '')
    .trim();
  const bare = withoutQuotes(written.replaceAll(/<<-?\s*(["']?)(\w+)\1[\s\S]*?^\s*\2$/gm, '<<x'));
  if (/\|\|\s*(?:echo|printf|true\b|:)|;\s*true\b/.test(bare)) return [];
  if (/^\s*!\s/m.test(bare.split('\n').slice(0, -1).join('\n'))) return [];
  if (/^\s*(?:if|case|while|until)\b/m.test(bare) && !/\b(?:exit|return)\s+[1-9]|\bfalse\b/.test(bare))
    return [];
  if (/"|(?:^|[\s=(])'/.test(bare.replaceAll(/\\./g, ''))) return [];
  const lines = bare
    .split('\n')
    .map((line) => line.trim().replace(/^(?:if|while|until|then|do|else)\s+/, ''));
  const known = lines.every(
    (line) => line === '' || line.startsWith('#') || structure.test(line) || isShellLine(line),
  );
  const whole = `${scriptStart}${written}`;
  return known &&
    lines.some((line) => isShellLine(line) && isGate(line.replace(/;\s*then$|;\s*do$/, ''))) &&
    isGate(whole)
    ? [forShell(whole)]
    : [];
}

const structure =
  /^(?:for\s+\w+\s+in\b.*|case\b.*|do|done|then|fi|esac|else|elif\b.*|[{}]|exit\s+\d+|\w+\(\)\s*\{|return\s+\d+|;;|[\w*.|"' -]+\))(?:;\s*(?:do|then))?$/;

function isShellLine(line: string): boolean {
  const command = line.replace(/;\s*(?:then|do)$/, '');
  return assigns.test(command) || goes.test(command) || prepares.test(command) || isCommandLike(command);
}

/** Whether a line begins like a command, even one that proves nothing. */
export function isCommandLike(command: string): boolean {
  const first = firstProgram(command);
  return (
    programs.has(first) || /^(?:test|\[|cat|ls|echo|printf|exit|set|diff|\.\.?\/|node_modules\/)/.test(first)
  );
}

/** Changes the directory, or sources a file. */
export const goes = /^(?:cd|source|\.)\s+\S+$/;

/** Sets one variable. */
export const assigns =
  /^(?:export\s+)?[A-Za-z_]\w*=(?:"(?:[^"\\]|\\.)*"|'[^']*'|\$\((?:[^()]|\([^()]*\))*\)|[^\s;&|]*)$/;

/** Prepares what a later line proves. */
export const prepares =
  /^(?:(?:npm|pnpm|yarn|bun)\s+(?:install|i|ci)\b|(?:mkdir|cp|mv|touch|rm|ln|echo|printf|cat|export|sleep|tar|unzip)\s)/;
