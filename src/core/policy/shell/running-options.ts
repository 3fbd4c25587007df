/** Options by which programs run other programs, or load code or configuration that names some. */
import { baseName } from '../path.ts';

/**
 * Whether one of the words makes a program run or load something that a rule without that word has not named.
 *
 * @param words the name of the program and all its arguments
 * @param from the first word that the rule leaves open
 */
export function runsByOption(words: readonly string[], from: number): boolean {
  const name = baseName(words[0] ?? '');
  const own = ownOptions.find(({ programs }) => programs.test(name));
  return words.some((word, index) => {
    if (index < Math.max(from, 1)) return false;
    if (own?.options.test(word)) return true;
    // For `docker logs` it means follow.
    if (word.startsWith('-f') && /^(docker|podman|nerdctl)$/.test(name) && words[1] !== 'logs') return true;
    if (word.startsWith('@') && /^(gcc|g\+\+|cc|c\+\+|clang|clang\+\+|javac|ld|rustc)(-[\d.]+)?$/.test(name))
      return true;
    if (!word.startsWith('-')) return false;
    if (running.test(word)) return true;
    const [, option = '', value = words[index + 1] ?? ''] = /^(--?[\w-]+?)(?:=(.*))?$/s.exec(word) ?? [];
    return naming.test(option) && isFile(value);
  });
}

/** Parts of long options, also with one dash, whose value is run or loaded. */
const running = new RegExp(
  `^--?(?:no-?)?(?:[\\w]+[-_.])*(?:${[
    'exec(?:utable)?',
    'commands?',
    'cmd',
    'pager',
    'editor',
    'shell',
    'wrapper',
    'launcher',
    'hooks?',
    'plugins?',
    'plugin-search-dir',
    'load',
    'loader',
    'require',
    'import',
    'preload',
    'eval(?:uate)?',
    'script',
    'init-(?:file|script|command)',
    'rc(?:file)?',
    'conf(?:ig(?:uration)?)?(?:-?(?:file|path|dir|option))?',
    'settings',
    'kubeconfig',
    'program',
    'interpreter',
    'compiler',
    'linker',
    'preprocessor',
    'pre',
    'rsh',
    'ssh',
    'askpass',
    'browser',
    'opener',
    'opencmd',
    'toolexec',
    'toolchain',
    'rules-?dir',
    'resolver?',
    'resolve-plugins-relative-to',
    'parser',
    'transform(?:er|s)?',
    'global-?setup',
    'global-?teardown',
    'setup-?files(?:-?after-?env)?',
    'test-?runner',
    'runner',
    'env-?file',
    'alias(?:es)?',
    'specs?',
    'agentlib',
    'agentpath',
    'javaagent',
    'lua-filter',
    'pdf-engine',
    'override-ini',
    'rootdir',
    'python-executable',
    'upload-pack',
    'receive-pack',
    'open-files-in-pager',
    'ext-diff',
    'textconv',
    'checkpoint-action',
    'to-command',
    'use-compress-program',
    'compress-program',
    'diff-program',
    'filter-command',
    'preview',
    'bind',
  ].join('|')})(?:[=:]|$)`,
  'i',
);

/** Options whose value is a name that the program knows, or a file that it loads. */
const naming =
  /^--?(?:f|format|formatter|report|reporters?|environment|env|preset|processor|template|theme|style|cov-config|filter|converter)$/i;

function isFile(value: string): boolean {
  return /^[.~/]|\/|\.(?:[cm]?[jt]sx?|py|rb|lua|so|dll|dylib|jar|json|ya?ml|toml)$/i.test(value);
}

/** Options of one program, mostly short ones, that mean something else elsewhere. */
const ownOptions: readonly { programs: RegExp; options: RegExp }[] = [
  {
    programs: /^(gcc|g\+\+|cc|c\+\+|clang|clang\+\+|cpp|gfortran|nvcc)(-[\d.]+)?$/,
    options:
      /^-(wrapper|B|specs|fplugin|fpass-plugin|load|Xclang|Xlinker|Xassembler|Wl,|Wa,|Wp,|fuse-ld|iplugindir|ccbin)/,
  },
  { programs: /^rustc$/, options: /^(-C|-Z|--codegen)|linker/ },
  {
    programs: /^cmake$/,
    options:
      /^-[PEC]|^-D.*(COMPILER|LAUNCHER|COMMAND|PROGRAM|TOOLCHAIN|LINKER|RULE|INCLUDE)|^--(install|open)/i,
  },
  { programs: /^ctest$/, options: /^(-S|-SP|--build-and-test|--test-command|-D)/ },
  { programs: /^(meson|ninja|scons|bazel)$/, options: /^(-f|-C|-t|--native-file|--cross-file|--run_under)/ },
  {
    programs:
      /^(eslint|stylelint|jest|vitest|mocha|rollup|webpack|vite|esbuild|tsup|babel|ava|c8|nyc|cypress|playwright|karma)$/,
    options: /^-c$|^-c[=./]|^-r$|^-p$|^--(root|dir)([=]|$)/,
  },
  { programs: /^(pytest|py\.test|tox|nox)$/, options: /^-[pco]/ },
  {
    programs: /^(mypy|pylint|flake8|coverage|sphinx-build|isort|bandit)$/,
    options: /^-[cop]$|^--(rcfile|plugins|init-hook|append-config)/,
  },
  {
    programs: /^pip[\d.]*$/,
    options: /^(install|wheel|download|config|-e|--editable|--python|--target|-t|--prefix|--root|--src)/,
  },
  {
    programs: /^hg$/,
    options: /^(-R|--repository|--cwd|--config|--config-file|-T|--template|bisect|extdiff|serve|merge)/,
  },
  { programs: /^(bat|batcat)$/, options: /^cache$/ },
  { programs: /^(pandoc)$/, options: /^-[FLdH]/ },
  { programs: /^(protoc)$/, options: /^--\w+_out|^--plugin/ },
  {
    programs: /^(mvn|mvnw|gradle|gradlew|ant)$/,
    options: /^(-f|-b|-c|-p|-I|-s|-gs|-t|-D|-lib|--file|--build-file|--project-dir)/,
  },
  {
    programs: /^(docker|podman|nerdctl)$/,
    options:
      /^(--file|-H|--host|-v|--volume|--mount|--privileged|--context|-c|--build-context|--build-arg|--secret|--ssh)/,
  },
  { programs: /^docker-compose$/, options: /^(-f|--file|run|exec|-H)/ },
  {
    programs: /^(kubectl|helm|oc)$/,
    options:
      /^(-f|--filename|-k|--kustomize|--context|--cluster|-s|--server|--post-renderer|--as|--token|exec|plugin)/,
  },
  {
    programs: /^(terraform|tofu|pulumi|ansible|ansible-playbook)$/,
    options: /^(-chdir|-plugin-dir|-i|-e|-m|console|apply|import|login)/,
  },
  {
    programs: /^(gh|glab)$/,
    options: /^(alias|extension|ext|config|codespace|cs|api|auth|secret|variable|ssh-key|gpg-key)$/,
  },
  {
    programs: /^(ctags|cscope|indent|ag|ack|fzf|delta|difft|tig|lazygit)$/,
    options: /^(--options|--regex|--ackrc|--kinds-)/,
  },
  { programs: /^(javac|kotlinc|scalac)$/, options: /^(-processor|-processorpath|-Xplugin|-J)/ },
  {
    programs: /^(wget|aria2c|http|https)$/,
    options: /^(-e|--execute|--use-askpass|--on-|--post-file|--body-file|-i|--input-file)/,
  },
  {
    programs: /^(ffmpeg|convert|magick|identify|gs|inkscape|soffice|libreoffice)$/,
    options: /^(-filter_complex_script|-write|-c|-e|--convert-to|macro:)/,
  },
  {
    programs: /^(phpunit|phpstan|psalm|composer|php-cs-fixer)$/,
    options: /^(-c|--bootstrap|--autoload-file|-d|--working-dir)/,
  },
  { programs: /^(rspec|rubocop|rake)$/, options: /^-(r|f|e|I|c)/ },
  {
    programs: /^(swiftc|ghc|ocamlc|ocamlopt|dmd|zig|nim)$/,
    options: /^(-e|-pgm|-opt|-pp|-ppx|-Xcc|--passC|--passL|run$|r$|build$|test$)/,
  },
  { programs: /^(yq)$/, options: /\benv\b|strenv|\bload/ },
];
