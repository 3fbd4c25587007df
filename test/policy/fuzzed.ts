import { createRandom } from '../support/random.ts';

/** Lines put together by chance from what shells take for something else than letters; the same for the same seed. */
export function fuzzed(seed: number, count: number, payload: string): string[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => line());

  function line(): string {
    const parts = Array.from({ length: 1 + random.below(3) }, command);
    return parts.reduce((whole, part) => `${whole}${random.pick(separators)}${part}`);
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

const separators = ['; ', ' && ', ' || ', ' | ', ' & ', '\n', ';', '|', ' |& ', '\\\n', ' # ', ' \r'];
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
