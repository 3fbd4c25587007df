import { baseName } from '../path.ts';
import { matchesCommand, openEnd } from '../rules/match-command.ts';
import { launchOf } from './launches.ts';
import { hasOptions, knownOptions } from './options.ts';
import { programName } from './program-name.ts';
import type { ShellCommand, ShellWord } from './shell-reading.ts';
import { runsByOption } from './running-options.ts';
import { launchers, unwrapped } from './wrappers.ts';

/** Variables that change the output of a program, not what it runs. */
const safeVariables = new Set(
  `NODE_ENV CI NO_COLOR FORCE_COLOR CLICOLOR CLICOLOR_FORCE TZ LANG LANGUAGE LC_ALL LC_CTYPE TERM COLUMNS LINES
  RUST_BACKTRACE RUST_LOG CARGO_TERM_COLOR PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE PYTHONHASHSEED DEBUG VERBOSE LOG_LEVEL
  PORT HUSKY NEXT_TELEMETRY_DISABLED GO111MODULE CGO_ENABLED GOOS GOARCH TEST_ENV APP_ENV RAILS_ENV RACK_ENV DJANGO_DEBUG
  PIP_DISABLE_PIP_VERSION_CHECK NPM_CONFIG_LOGLEVEL npm_config_loglevel VITEST_SEGFAULT_RETRY JEST_WORKERS
  DO_NOT_TRACK`.split(/\s+/),
);

/** Variables with directories of code; harmless for programs that run the code of the workspace anyway. */
const codePaths = new Set(['PYTHONPATH', 'NODE_PATH']);
const runsWorkspace = /^(pytest|py\.test|python[\d.]*|node|jest|vitest|mocha)$/;

/**
 * Returns a matcher of allow rules' patterns for an understood command. A pattern with open arguments allows only
 * arguments that are known to run and write nothing; one without `*` allows exactly its text.
 *
 * @param isInWorkspace whether a path is in the workspace
 * @returns functions for a pattern and for its beginning, because a command is matched against many
 */
export function allowing(
  command: ShellCommand,
  isInWorkspace: (path: string) => boolean,
): (pattern: string, prefix?: string) => boolean {
  if (!isUnderstood(command) || command.words.length === 0) return () => false;
  const inner = unwrapped(command.words);
  const forms = (inner === command.words ? [inner] : [command.words, inner]).map((words) => ({
    words,
    text: wordsAsWritten(words),
  }));
  return (pattern, prefix = '') =>
    forms.some(({ text }) => text.startsWith(prefix)) &&
    (pattern.includes('*')
      ? forms.some(
          ({ words, text }) =>
            matchesCommand(pattern, text) && allowsOpen(words, fixedWords(pattern, words), isInWorkspace),
        )
      : pattern.trim() === forms[0]?.text);
}

const harmless = new WeakMap<ShellCommand, boolean>();

/** Whether a command changes nothing, by its name and options. */
export function isHarmless(command: ShellCommand): boolean {
  const known = harmless.get(command);
  if (known !== undefined) return known;
  const found = changesNothing(command);
  harmless.set(command, found);
  return found;
}

function changesNothing(command: ShellCommand): boolean {
  if (command.sets && command.unclear === null) return true;
  if (!isUnderstood(command)) return false;
  const words = unwrapped(command.words);
  if (words[0]?.value === 'export') return exportsSafely(words.slice(1));
  const known = knownOptions(words);
  return known !== undefined && known.understood && known.harmless;
}

/** Whether a command is fully understood, and no variable changes what it runs. */
export function isUnderstood({ unclear, assignments, words, sets }: ShellCommand): boolean {
  if (unclear !== null) return false;
  if (sets) return true;
  const program = baseName(unwrapped(words)[0]?.value ?? '');
  return assignments.every(
    ({ name, value }) =>
      safeVariables.has(name) ||
      (codePaths.has(name) && runsWorkspace.test(program) && /^(?!\/)(?!.*\.\.)[\w./-]+$/.test(value)),
  );
}

/** Only variables that change output, each with a plain value, or variables that no known program reads. */
function exportsSafely(words: readonly ShellWord[]): boolean {
  return (
    words.length > 0 &&
    words.every(({ value }) => {
      const [, name = '', given = ''] = /^(\w+)=([\w./:@+,-]*)$/.exec(value) ?? [];
      return (
        safeVariables.has(name) ||
        (/^[A-Z][A-Z0-9_]*$/.test(name) && !meaningful.test(name) && /^\w*$/.test(given))
      );
    })
  );
}

/** Names, or parts of names, of variables that tell programs what to run, load or read, or where to connect. */
const meaningful =
  /PATH|OPT|FLAG|ARGS|CONFIG|CONF$|RC$|HOME|DIR|ROOT|FILE|SHELL|ENV$|EDITOR|VISUAL|PAGER|BROWSER|COMMAND|CMD|EXEC|WRAPPER|LAUNCHER|PROXY|HOST|URL|URI|PRELOAD|LIBRARY|PLUGIN|MODULE|LOADER|INIT|STARTUP|COMPILER|LINKER|TOOL|HOOK|ASKPASS|CALLBACK|PROMPT|TRACE|POSIX|^(?:LD|DYLD|GIT|SSH|BASH|ZSH|ZDOT|NPM|YARN|PNPM|BUN|NODE|DENO|PYTHON|PYTEST|PIP|UV|POETRY|CARGO|RUST|GO|CGO|JAVA|JDK|MAVEN|GRADLE|PERL|RUBY|GEM|BUNDLE|MAKE|CMAKE|DOCKER|KUBE|AWS|AZURE|GOOGLE|GCLOUD|XDG|TMP|IFS|PS\d|SUDO|GPG|CURL|WGET|LESS|GREP|AWK|JQ|RIPGREP|STTY|TERMINFO|LOCPATH|GCONV|MALLOC|GLIBC|ELECTRON|VITE|JEST|BABEL|ESLINT|TS|SWC|NX|TURBO|FAIRLEAD|CLAUDE|ANTHROPIC|OPENAI|GEMINI|CODEX|QWEN|CC$|CXX$|CPP$|LD$|AR$|AS$|F77$|FC$|M4$|YACC$|LEX$|SED$|INSTALL$|LN$|CP$|RM$)/;

/** Joins words by blanks, without unnecessary quotes. */
export function wordsAsWritten(words: readonly ShellWord[]): string {
  return words.map(asWritten).join(' ');
}

function asWritten({ value, text }: ShellWord): string {
  return /^[\w./:@%+,=~^-]+$/.test(value) ? value : text;
}

/** Returns how many words at the beginning of a command the pattern spells out, before its first `*`. */
function fixedWords(pattern: string, words: readonly ShellWord[]): number {
  const open = openEnd(pattern);
  const fixed =
    open === undefined || open.includes('*') ? pattern.slice(0, pattern.indexOf('*')) : `${open} `;
  let length = 0;
  for (const [count, word] of words.entries()) {
    length += asWritten(word).length + 1;
    if (length > fixed.length) return count;
  }
  return words.length;
}

/** A program with a path has the same options and behaviour as without. */
function allowsOpen(
  [first, ...rest]: readonly ShellWord[],
  fixed: number,
  isInWorkspace: (path: string) => boolean,
): boolean {
  if (first === undefined || first.glob) return false;
  const name = programName(first.value, isKnown);
  const words = [{ ...first, value: name }, ...rest];
  const values = words.map(({ value }) => value);
  const launch = launchOf(values);
  if (launch) {
    const { at, isScript, isCommand } = launch;
    if (at === null) return false;
    if (fixed <= at) return isScript && isScriptHere(words[at], isInWorkspace);
    // The command that it runs has its own options.
    if (isCommand) return allowsOpen(words.slice(at), fixed - at, isInWorkspace);
    return !runsByOption(values, fixed);
  }
  const known = knownOptions(words);
  if (known) return known.understood;
  return !launchers.has(name) && !runsByOption(values, fixed);
}

function isScriptHere(word: ShellWord | undefined, isInWorkspace: (path: string) => boolean): boolean {
  return word !== undefined && !word.glob && /^[^-]/.test(word.value) && isInWorkspace(word.value);
}

function isKnown(name: string): boolean {
  return hasOptions(name) || launchers.has(name) || launchOf([name]) !== undefined;
}
