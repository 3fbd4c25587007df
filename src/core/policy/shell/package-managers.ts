/** Classifies the words of npm, pnpm, yarn and bun: a script of the workspace, a plain task, or anything else. */
import { runsByOption } from './running-options.ts';

/**
 * Subcommands that neither set what runs, as `config` and `pkg` do, nor run the following words. A script's own
 * arguments follow `--`; before it some options name programs to run.
 */
const plain: Readonly<Record<string, ReadonlySet<string>>> = {
  npm: set(`test t tst run run-script start stop restart install i in ci add clean-install install-test uninstall un remove rm r
    update up upgrade ls list ll la outdated view info show v audit explain why fund pack publish version prune dedupe ddp
    ping whoami search s find help doctor root prefix rebuild bin docs bugs repo diff query sbom`),
  pnpm: set(`test t tst run run-script start stop restart install i ci add remove rm uninstall un update up upgrade ls list ll la
    outdated view info show audit why licenses pack publish prune dedupe root bin store fetch rebuild rb import doctor`),
  yarn: set(`test run start install add remove up upgrade upgrade-interactive list outdated info audit why licenses pack publish
    dedupe check autoclean cache bin version versions workspaces`),
};

/** Customary names of scripts; with any other name pnpm and yarn may run a program. */
const customary =
  /^(?:pre|post)?(?:test|tests|build|lint|format|fmt|prettier|typecheck|type-check|types|tsc|check|checks|ci|dev|start|serve|preview|watch|clean|coverage|cov|e2e|unit|integration|storybook|docs|doc|generate|gen|codegen|validate|verify|compile|bundle|release|prepare|prepublish|eslint|stylelint|typegen|migrate|seed|jest|vitest|mocha|playwright|cypress)(?:[:.-][\w:.-]+)?$/;

/** Tools that run the code of the project and nothing else, unless an option changes that. */
const tools = /^(?:eslint|prettier|tsc|stylelint|jest|vitest|mocha|playwright|cypress)$/;

const flags =
  /^(-s|--silent|-r|--recursive|-w|-ws|--workspaces|--workspace-root|--include-workspace-root|--if-present|-D|-d|-P|-E|-O|-g0|--save-dev|--save|--save-exact|--save-optional|--save-peer|--no-save|--no-audit|--no-fund|--prefer-offline|--offline|--version|-v|--json|--omit=\w+|--include=\w+|--prod|--production|--dev|--run|--coverage|-t|-u|--legacy-peer-deps|--frozen-lockfile|--no-frozen-lockfile|--immutable|--force|--ignore-scripts|--no-optional|--no-bail|--bail|--parallel|--stream|--sort|--no-sort|--verbose|--quiet|-q|--no-progress|--strict-peer-deps|--check|--fix|--watch|--watchAll(=\w+)?|--ci|--depth=\d+|--long|--all|-a|--dry-run|--access=\w+|--tag=[\w.-]+|--loglevel=\w+|--reporter=(default|append-only|ndjson|silent|dot|verbose|basic)|--workspace=[\w@./-]+|--filter=[\w@./*{}^!-]+|--concurrency=\d+|--workspace-concurrency=\d+|--max-?workers=[\w%]+)$/i;

/** With a value in the next word. */
const valued =
  /^(--workspace|--filter|-F|-w|--tag|--loglevel|--concurrency|--otp|--testPathPattern|--testNamePattern|-t)$/;

/** @returns undefined if the name is not a package manager */
export function isPlainPackageCommand(name: string, values: readonly string[]): boolean | undefined {
  const own = Object.hasOwn(plain, name) ? plain[name] : undefined;
  if (!own) return undefined;
  const end = values.indexOf('--');
  const words = end < 0 ? values : values.slice(0, end);
  const tool = words.findIndex((word) => !word.startsWith('-'));
  // A program of the project that pnpm and yarn find has its own options.
  if (
    name !== 'npm' &&
    tools.test(words[tool] ?? '') &&
    words.slice(0, tool).every((word) => flags.test(word))
  )
    return !runsByOption(words.slice(tool), 1);
  const operands: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) operands.push(word);
    else if (isValued(name, word)) at += 1;
    else if (!flags.test(word)) return false;
  }
  return isPlain(name, operands, own);
}

/** `-w` and `-t` are flags of some and take a value of others. */
function isValued(name: string, word: string): boolean {
  if (word === '-w') return name === 'npm';
  if (word === '-F') return name === 'pnpm';
  return word !== '-t' && valued.test(word);
}

function isPlain(name: string, [subcommand, ...rest]: readonly string[], own: ReadonlySet<string>): boolean {
  if (subcommand === undefined) return true;
  // `yarn workspace NAME COMMAND`: as in that workspace.
  if (name === 'yarn' && subcommand === 'workspace')
    return rest.length > 1 && isPlain(name, rest.slice(1), own);
  if (name === 'yarn' && subcommand === 'workspaces') return rest[0] === 'list' || rest[0] === 'info';
  if (name === 'yarn' && subcommand === 'run') return rest[0] === undefined || customary.test(rest[0]);
  return own.has(subcommand) || (name !== 'npm' && customary.test(subcommand));
}

function set(names: string): ReadonlySet<string> {
  return new Set(names.split(/\s+/));
}
