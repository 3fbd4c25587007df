/** Commands that run what their arguments, their input or a file in the workspace contain. */
import { baseName } from '../path.ts';

export interface Launch {
  /** Index of the word that names what runs; null if there is none, or if an unknown option precedes it. */
  at: number | null;
  /** That word is a script file. */
  isScript: boolean;
  /** The words from there on are a command. */
  isCommand: boolean;
}

/** @returns undefined for a command that launches nothing */
export function launchOf(words: readonly string[]): Launch | undefined {
  const name = baseName(words[0] ?? '');
  const sub = subcommandAt(name, words);
  if (sub !== undefined)
    return {
      at: operandAt(words, sub + 1, launcherOptions),
      isScript: false,
      isCommand: !containers.has(name),
    };
  const family = /^(python|pypy|ruby|perl|lua|php)[\d.]*$/.exec(name)?.[1] ?? name;
  const interpreter = Object.hasOwn(interpreters, family) ? interpreters[family] : undefined;
  if (interpreter) return interpreted(words, interpreter);
  if (!runners.has(name)) return undefined;
  return { at: operandAt(words, 1, launcherOptions), isScript: false, isCommand: fetching.has(name) };
}

interface Options {
  /** Do not change what runs. */
  flags: RegExp;
  /** Have a value in the next word, and do not change what runs. */
  valued: RegExp;
}

interface Interpreter extends Options {
  /** The module after it runs like a program of that name. */
  module?: RegExp;
  /** A rule for the interpreter covers files in the workspace. */
  runsFiles: boolean;
}

const none = /^$a/;

const interpreters: Readonly<Record<string, Interpreter>> = {
  python: { flags: /^-[bBdEIOPqsSuvx]+$/, valued: /^-[WX]$/, module: /^-m$/, runsFiles: true },
  pypy: { flags: /^-[bBdEIOPqsSuvx]+$/, valued: /^-[WX]$/, module: /^-m$/, runsFiles: true },
  node: {
    flags:
      /^--(no-warnings|enable-source-maps|trace-warnings|trace-uncaught|experimental-strip-types|no-deprecation|preserve-symlinks|max-old-space-size=\d+|stack-trace-limit=\d+|test|expose-gc|no-experimental-[\w-]+)$/,
    valued: none,
    runsFiles: true,
  },
  tsx: { flags: none, valued: none, runsFiles: true },
  'ts-node': { flags: /^(-T|--transpile-only|--esm)$/, valued: none, runsFiles: true },
  ruby: { flags: /^-[wW]$/, valued: none, runsFiles: true },
  perl: { flags: /^-[wW]$/, valued: none, runsFiles: false },
  lua: { flags: none, valued: none, runsFiles: false },
  php: { flags: none, valued: none, runsFiles: false },
};
for (const shell of 'sh bash dash zsh ksh fish csh tcsh ash'.split(' '))
  (interpreters as Record<string, Interpreter>)[shell] = {
    flags: /^-[eux]+$/,
    valued: none,
    runsFiles: false,
  };

function interpreted(words: readonly string[], interpreter: Interpreter): Launch {
  const { flags, valued, module, runsFiles } = interpreter;
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (module?.test(word))
      return { at: words.length > at + 1 ? at + 1 : null, isScript: false, isCommand: true };
    if (!word.startsWith('-')) return { at, isScript: runsFiles, isCommand: false };
    if (valued.test(word)) at += 1;
    else if (!flags.test(word)) break;
  }
  return { at: null, isScript: false, isCommand: false };
}

/** For programs that fetch or find the program that they run. */
const launcherOptions: Options = {
  flags:
    /^(--|-y|-q|-s|-i|-t|-it|-ti|--yes|--no|--no-install|--quiet|--silent|--offline|--prefer-offline|--rm|--bun)$/,
  valued: /^(-p|--package|--from|--with)$/,
};

/** Returns the first word that is not an option; null if an unknown option precedes it, or there is none. */
function operandAt(words: readonly string[], from: number, { flags, valued }: Options): number | null {
  for (let at = from; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-') || word === '-') return at;
    if (valued.test(word)) at += 1;
    else if (!flags.test(word) && !/^--(package|from|with)=/.test(word)) return null;
  }
  return null;
}

/**
 * Returns the index of the subcommand that runs the following words. Options before it may have values, so any other
 * word may be one.
 */
function subcommandAt(name: string, words: readonly string[]): number | undefined {
  const pattern = Object.hasOwn(launching, name) ? launching[name] : undefined;
  if (!pattern) return undefined;
  const end = words.indexOf('--', 1);
  const own = words.slice(0, end < 0 ? words.length : end);
  // Without options before it, the subcommand is the first word.
  if (own[1] !== undefined && !own[1].startsWith('-') && !containers.has(name))
    return pattern.test(own[1]) ? 1 : undefined;
  const at = own.findIndex((word, index) => index > 0 && pattern.test(word));
  return at < 0 ? undefined : at;
}

/** For programs with many subcommands, those that run the following words; npm's may be abbreviated. */
const launching: Record<string, RegExp> = {
  npm: /^(x|exec?)$/,
  pnpm: /^(x|exec|dlx|create|node)$/,
  yarn: /^(exec|dlx|create|node)$/,
  bun: /^(x|run|exec|create)$/,
  deno: /^(run|eval|x|task)$/,
  uv: /^(run|tool|x)$/,
  poetry: /^(run|shell)$/,
  pdm: /^(run|shell)$/,
  rye: /^(run|shell)$/,
  hatch: /^(run|shell|-e)$/,
  pixi: /^(run|exec|x|shell)$/,
  pipenv: /^(run|shell)$/,
  conda: /^run$/,
  mamba: /^run$/,
  micromamba: /^run$/,
  pipx: /^run$/,
  bundle: /^(exec|e)$/,
  pyenv: /^exec$/,
  rbenv: /^exec$/,
  nodenv: /^exec$/,
  nvm: /^(exec|run)$/,
  fnm: /^exec$/,
  volta: /^run$/,
  rustup: /^run$/,
  nix: /^(run|shell|develop)$/,
  mise: /^(x|exec|run|r)$/,
  asdf: /^exec$/,
  direnv: /^exec$/,
  docker: /^(run|exec)$/,
  podman: /^(run|exec)$/,
  nerdctl: /^(run|exec)$/,
  kubectl: /^(run|exec|debug|edit|plugin|attach|cp|diff)$/,
  composer: /^(exec|run-script|run)$/,
  cabal: /^(run|exec|repl)$/,
  stack: /^(run|exec|runghc|ghci)$/,
  cargo: /^install$/,
  go: /^(run|generate|tool|get|install|env|work)$/,
  swift: /^(run|repl)$/,
  dotnet: /^(run|exec|tool|script)$/,
  dart: /^run$/,
  flutter: /^(run|drive)$/,
  mix: /^(run|eval|do)$/,
  bazel: /^(run|mobile-install)$/,
  lerna: /^exec$/,
  coverage: /^run$/,
  streamlit: /^run$/,
  flask: /^run$/,
  jupyter: /^(run|nbconvert|execute)$/,
  nx: /^(exec|run-many)$/,
  devcontainer: /^exec$/,
  heroku: /^run/,
  fly: /^(ssh|console)$/,
  flyctl: /^(ssh|console)$/,
};

/** They run programs of a container, not of this machine. */
const containers = new Set(['docker', 'podman', 'nerdctl', 'kubectl']);

/** Programs that fetch and run the program in the next word. */
const fetching = new Set(['corepack', 'npx', 'pnpx', 'bunx', 'uvx', 'pipx']);

const runners = new Set(
  `corepack deno bun npx pnpx bunx uvx pipx mise direnv devbox nix docker podman nerdctl kubectl java javaw jshell groovy kotlin scala
  Rscript R julia elixir erl escript iex ghci runghc runhaskell stack sbt clojure clj lein swipl csi fsi dart mono wine
  xcrun qemu-x86_64 dotnet raku rakudo zx`.split(/\s+/),
);
