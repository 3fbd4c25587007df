/** Lines that would take longest to judge: much of one thing, or one in another, in as many characters as are read. */
export const worst: Readonly<Record<string, string>> = {
  '1 MB': `echo ${'x'.repeat(1_000_000)}`,
  '10,000 parts': many(10_000, () => 'ls', ';'),
  parts: many(3_300, () => 'ls', ';'),
  pipes: many(3_300, () => 'ls', '|'),
  lines: many(3_300, () => 'ls', '\n'),
  words: `ls ${many(4_990, () => 'a')}`,
  'as many words as are judged': `ls ${many(490, (n) => `${'a'.repeat(16)}${n}`)}`,
  paths: `cat ${many(490, (n) => `a/b/c/d${n}`)}`,
  'paths elsewhere': `cd a; cat ${many(240, (n) => `b/c/d${n}`)}`,
  'files changed elsewhere': `${many(8, (n) => `cd a${n}`, ';')}; touch ${many(470, (n) => `b/c/d${n}`)}`,
  redirections: `ls ${many(490, (n) => `>${n}`)}`,
  substitutions: `echo ${many(2_000, () => '$(ls)', '')}`,
  backticks: `echo ${many(2_400, () => '`a`', '')}`,
  wrappers: many(120, () => 'xargs a b c', ';'),
  sudo: many(490, () => 'sudo'),
  downloads: many(490, () => 'curl'),
  shells: many(490, () => 'sh'),
  'lines for a shell': `bash ${many(490, () => "'a b; c'")}`,
  variables: `env ${many(490, (n) => `A${n}=b`)} ls`,
  braces: `echo ${many(2_000, () => '{a,b}', '')}`,
  stars: `ls ${'*'.repeat(9_900)}`,
  'one word': 'a'.repeat(9_990),
  blanks: `ls${' '.repeat(9_900)}x`,
  slashes: `cat ${'/'.repeat(9_900)}`,
  quotes: many(4_900, () => "''", ''),
  parentheses: `${'('.repeat(10_001)}ls${')'.repeat(10_001)}`,
  'nested substitutions': `echo ${'$('.repeat(2_500)}ls${')'.repeat(2_500)}`,
  'nested groups': `${'{ '.repeat(2_400)}ls;${' }'.repeat(2_400)}`,
  // The parser has no stack left for that.
  'nested functions': `${'a() '.repeat(2_400)}ls`,
};

function many(count: number, piece: (number: number) => string, between = ' '): string {
  return Array.from({ length: count }, (_, number) => piece(number)).join(between);
}
