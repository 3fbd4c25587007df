import { createRandom } from '../support/random.ts';

/** Lines put together by chance from what shells take for something else than letters; the same for the same seed. */
export function fuzzed(seed: number, count: number, payload: string): string[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => line());

  function line(): string {
    const parts = Array.from({ length: 1 + random.below(3) }, () =>
      random.below(4) === 0 ? construct() : command(),
    );
    return parts.reduce((whole, part) => `${whole}${random.pick(separators)}${part}`);
  }

  /** What is more than a simple command, whole or with a piece that does not belong there. */
  function construct(): string {
    const [first, second] = [command(), command()];
    const name = random.pick(['f', 'x', 'file', 'PATH', 'IFS', 'path', 'GIT_DIR']);
    const value = random.pick([...plain, ...options, payload, ...tricks]);
    const used = random.pick([
      `$${name}`,
      `"$${name}"`,
      `\${${name}}`,
      `"\${${name}}.x"`,
      `\${${name}:-${payload}}`,
    ]);
    const end = random.pick(['E', 'EOF', "E'", 'E ']);
    const quote = random.pick(["'", '"', '', '\\']);
    return random.pick([
      () => `(${first})`,
      () => `(cd src && ${first})`,
      () => `(${first}; ${second})`,
      () => `for ${name} in ${word()} ${word()}; do ${first} ${used}; done`,
      () => `for ${name} in ${word()}\ndo ${first}\n${second} ${used}\ndone`,
      () => `if ${first}; then ${second}; fi`,
      () => `if ${first}\nthen ${second}\nelse ${command()}\nfi`,
      () => `${name}=${value}; ${first} ${used}`,
      () => `${name}=${value} && ${first} ${used}`,
      () => `export ${random.pick(['NODE_ENV', 'CI', 'FOO', 'MAKEFLAGS', name])}=${value}; ${first}`,
      () => `${random.pick(['NODE_ENV', 'DEBUG', name])}=${value} ${first}`,
      () => `cat <<${quote}${end}${quote}\n${value}\n${first}\n${end}\n${second}`,
      () => `${first} <<${quote}EOF${quote}\n${value}\nEOF`,
      () => `git commit -m "$(cat <<${quote}EOF${quote}\n${value}\n${first}\nEOF\n)"`,
      () => `echo "$(cat <<'EOF'\n${value}\nEOF\n${random.pick(['', ' ', ';', first])})"`,
      () => `echo ${random.pick(['a', 'src/', ''])}{${word()},${word()}}${random.pick(['', 'b', value])}`,
      () =>
        `${first} ${random.pick(['>!', '>>!', '>|', '&>', '&>!', '>&', '>>|'])} ${random.pick(['~/x', '/tmp/home/x', 'x', '$HOME/x', '.git/hooks/x'])}`,
      () =>
        `find . -name '*.txt' ${random.pick(['', '-print0', '-exec', value])} | xargs ${random.pick(['', '-0', '-n1', '-I{}', value])} ${first}`,
      () =>
        `find src ${random.pick(['-exec', '-ok', '-execdir'])} ${first} ${random.pick(['{} +', '\\;', "';'", '+'])}`,
      () =>
        `sed ${random.pick(['-n', '-i', '-e', '-E', ''])} ${random.pick(["'", '"', ''])}${random.pick(sedScripts)}${random.pick(["'", '"', ''])} a.txt`,
      () => `awk ${random.pick(["'", '"'])}${random.pick(awkPrograms)}${random.pick(["'", '"'])} a.txt`,
      () => `cd ${random.pick(['src', '..', '/tmp/home', 'src/..', '-', '~', 'evil'])} && ${first}`,
      () => `${first} "$?" ${random.pick(['', used])}`,
    ])();
  }

  function command(): string {
    const words = Array.from({ length: random.below(4) }, word);
    return [random.pick([...starts, ...starts, ...starts, payload]), ...words].join(
      random.pick([' ', ' ', ' ', '  ', '\t']),
    );
  }

  function word(): string {
    const text = random.pick([...plain, ...plain, ...plain, ...options, payload, ...tricks]);
    return random.pick([
      () => text,
      () => text,
      () => `'${text}'`,
      () => `"${text}"`,
      () => `\\${text}`,
      () => `${text}${random.pick(tricks)}`,
    ])();
  }
}

const sedScripts = [
  '1p',
  '/a/,/b/p',
  's/a/b/g',
  's|a|/tmp/payload/run|e',
  '1e /tmp/payload/run',
  's/a/\\/tmp\\/payload\\/run/e',
  'w /tmp/home/x',
  's/[/]e/x/',
  's/a/b/w /tmp/home/x',
  '1!G;h;$!d',
  'p;e /tmp/payload/run',
  's,a,b,;s,b,/tmp/payload/run,e',
];
const awkPrograms = [
  '{print $1}',
  '/a/ {print}',
  'NR==1',
  'BEGIN{system(\\"/tmp/payload/run\\")}',
  'BEGIN{system("/tmp/payload/run")}',
  '{print | "/tmp/payload/run"}',
  '{print > "/tmp/home/x"}',
  'BEGIN{"/tmp/payload/run"|getline}',
  '{a["system"]++} END{for(k in a) print k}',
  '/"/ {system("/tmp/payload/run")} /"/',
  '$0 ~ /|/ {print $1 "x"}',
];
const separators = [
  '; ',
  ' && ',
  ' || ',
  ' | ',
  ' & ',
  '\n',
  ';',
  '|',
  ' |& ',
  '\\\n',
  ' \\\n ',
  ' && \\\n',
  ' # ',
  ' \r',
];
const starts = [
  'ls',
  'cat',
  'echo',
  'git',
  'find .',
  'sort',
  'grep a',
  'env',
  'xargs',
  'sed',
  'printf',
  'test',
  'git log',
  'git status',
  'timeout 1',
  'uniq',
  'head',
  'awk',
  'command',
  'cd',
  'date',
  'diff a.txt',
  'make',
  '!',
  'xargs grep',
  'jq .',
  'tail -n 1',
  'wc -l',
  'find . -type f',
  'git grep',
  'git -C src',
  'git --no-pager',
  'export',
  'node',
  'python3',
  'repeat 2',
  'noglob',
  'nocorrect',
  '- ',
  'print',
  'echo -n',
];
const plain = ['a.txt', 'src', '-l', '-n', 'x', '1', 'HEAD', '.', '*.txt', 'a?txt'];
const options = [
  '-exec',
  '-o',
  '-c',
  '--output=x',
  '-e',
  '--',
  '-v',
  '-f',
  '-p',
  '-delete',
  '--ext-diff',
  ';',
  '{}',
  '+',
  '-name',
  '-S',
  '--compress-program=/tmp/payload/run',
  '--eval=$(shell /tmp/payload/run)',
  '-O/tmp/payload/run',
];
const tricks = [
  '$(',
  ')',
  '`',
  '"',
  "'",
  '\\',
  '$((',
  '))',
  '{',
  '}',
  '<(',
  '>',
  '>>',
  '<',
  '<<E',
  '&',
  '$x',
  '${x:-',
  '~',
  '[',
  ']',
  '(',
  '$',
  '\n',
  ' ',
  '\u00A0',
  '\r',
  '#',
  '!',
  '=',
  'a=',
  "$'",
  '\\x2f',
].flatMap((trick) => [trick, `${trick}/tmp/payload/run`]);
