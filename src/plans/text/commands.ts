import { isFitToProve } from './fit-to-prove.ts';
import { withoutQuotes, withoutSettings } from './shell-words.ts';

/** Detects commands in a plan. Only clear commands may become gates; the rest stays text. */

/** First words that begin a command even outside a code span. */
export const programs = new Set(
  (
    'ant bash bats bazel bazelisk biome brew buf bun bunx bundle cabal cargo cmake composer coverage ctest curl dart deno ' +
    'docker docker-compose dotnet eslint flake8 flutter forge gcc git go golangci-lint gradle gradlew grep rg helm hurl jest ' +
    'jq just kubectl lake lein luacheck make meson mix mocha mvn mvnw mypy nim ninja nix node npm npx nox nx phpstan phpunit ' +
    'php playwright pnpm poetry pre-commit prettier prove psql pyright pytest python python3 pdm rake rspec rubocop ruby ruff ' +
    'rustc rye sbt sh shellcheck sqlite3 stack staticcheck stylelint swift swiftlint task terraform terragrunt tox tsc tsx ' +
    'turbo uv uvx vitest vue-tsc wc xcodebuild yarn zig zsh diff'
  ).split(' '),
);
/** Programs only if more of the line looks like a command: these are also ordinary words. */
const wordPrograms = new Set([
  'test',
  'cat',
  'ls',
  'head',
  'tail',
  'find',
  'echo',
  'cd',
  'which',
  'true',
  'stat',
  'awk',
  'sed',
  'command',
  'printf',
  'comm',
  'cmp',
  'sort',
  'gofmt',
]);
/** Paths of programs inside a repository. */
const programPath = /^(?:\.{1,2}\/|scripts?\/)[\w./-]+$|(?:^|(?<!src)\/)\.?bin\/[\w.-]+$/;
/** Words that occur in commands only in quotation marks. */
const prose =
  /(?:^|\s)(?:the|and|that|this|is|are|should|shows?|must|returns?|sure|passes|succeeds|works|verify|confirm|check that|with no|without|all|works?|to see|then|output)(?=\s|[.,;:]|$)/i;
/** @returns whether a line outside a code span is clearly a command */
export function isCommand(line: string): boolean {
  const text = line.trim();
  if (text === '' || text.length > 1_000 || /[\n\r]/.test(text)) return false;
  const first = firstProgram(text);
  const bare = withoutQuotes(text);
  if (prose.test(bare) || /[.:]$/.test(bare.replace(/(?:^|\s)\.{1,3}(?:\/\.\.\.)?$|\/\.\.\.$/, '')))
    return false;
  if (first.includes('/')) return programPath.test(first);
  if (programs.has(first)) return true;
  if (isTest(first, bare)) return true;
  return wordPrograms.has(first) && /(?:\s-{1,2}\w|\s\S*\/|&&|\||\s\[)/.test(bare);
}

/** Prefix of several lines that are one gate: the first failing line ends it. */
export const scriptStart = 'set -e\n';

/** @returns whether the content of a code span or a shell block can be a gate: it ends and changes nothing outside */
export function isGate(command: string): boolean {
  const text = command.trim();
  if (text === '' || text.length > 8_000 || text.includes('\0') || text.endsWith('\\')) return false;
  if (text.startsWith(scriptStart)) return isFitToProve(text);
  if (/[\n\r]/.test(text)) return false;
  // Placeholders, and words with code in them. `$` begins a variable, `/[id]` is part of a path.
  if (
    /(?:<[A-Za-z][\w -]*>|(?<![$\w/])(?:\[[A-Za-z][\w -]*\]|\{[A-Za-z][\w -]*\}))(?!\S)|`/.test(
      withoutQuotes(text),
    )
  )
    return false;
  return firstProgram(text) !== '' && isFitToProve(text);
}

/** @returns whether a code span contains a command, not a name or a path */
export function isCommandSpan(span: string): boolean {
  if (!isGate(span)) return false;
  const first = firstProgram(span);
  if (programs.has(first))
    return /\s/.test(span.trim()) || !['git', 'go', 'node', 'task', 'test', 'diff', 'forge'].includes(first);
  if (isTest(first, span)) return true;
  if (/\s/.test(span.trim())) return wordPrograms.has(first) || programPath.test(first);
  return first.startsWith('./');
}

/** `[ -f x ]`; the box of a list has nothing between its brackets. */
function isTest(first: string, text: string): boolean {
  return /^\[\[?$/.test(first) && /\[\[?\s+\S+\s.*\s\]\]?(?=\s|$)/.test(text);
}

/** @returns the first word that names a program, after `cd x &&` and `NAME=value` */
export function firstProgram(text: string): string {
  const rest = withoutSettings(text.replace(/^(?:\(?\s*cd\s+(?:"[^"]*"|'[^']*'|\S+)\s*(?:&&|;)\s*)+/, ''));
  const pattern =
    /^[!({\s]*(?:(?:time|timeout\s+\S+|env|npx|sudo)\s+)?(\[\[?|[\w./@~][\w./@+~-]*)(?=[\s;|&)]|$)/;
  return pattern.exec(rest)?.[1] ?? '';
}

/**
 * @param isMarked whether it is marked as code @returns whether the text is a command, even one that proves nothing
 */
export function looksLikeCommand(text: string, isMarked: boolean): boolean {
  if (!isMarked) return isCommand(text);
  const first = firstProgram(text);
  if (first.includes('/')) return /\s/.test(text) && programPath.test(first);
  if (isTest(first, text)) return true;
  return (programs.has(first) || wordPrograms.has(first)) && (/\s/.test(text) || isCommandSpan(text));
}
