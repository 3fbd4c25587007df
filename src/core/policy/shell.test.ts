/** Which command lines are understood, which are on the safe list, and the limits. */
import { worst } from '../../../test/policy/worst.ts';
import { describe, expect, test } from 'vitest';
import { bash, policyOf } from '../../../test/support/policy-scene.ts';
import { judge } from './judge.ts';
import { readShell } from './shell/read-shell.ts';

const everything = policyOf({ allow: ['Bash'] });

describe('constructs that are not understood need approval, even if every command is allowed', () => {
  test.each([
    'echo $(id)',
    'echo `id`',
    'cat <(id)',
    'echo $HOME',
    'echo ${HOME:-x}',
    'echo $((1+1))',
    'FOO=1 make',
    'FOO=1',
    'export FOO=$(id)',
    'f() { id; }; f',
    'sleep 1 & id',
    'coproc id',
    'cat <<< x',
    '[[ -v x ]]',
    '{ id; }',
    'while id; do id; done',
    'case x in x) id;; esac',
    'cat <> file',
    'id >& file',
    '"$X" y',
    './* x',
    'echo "unfinished',
    'echo )',
    "echo $'\\x41'",
    'echo $"x"',
    'ls\rid',
    'ls\u00A0x',
    'ls\u200Bx',
    'ls\u3000x',
    'l\\\ns x',
    'ls\\\n x',
    'ls # x \\\n y',
    'make *',
    'cat ~root/x',
    'cat x < ~/y',
    'echo !(x)',
    '! { id; }',
    'id > "$X"',
    'id {fd}> x',
    // Text that parsers of the same language read differently.
    'make (a',
    'make $',
    'make a$ b',
    'make "$[1]"',
    'make [a',
    'make { a',
    'make a\\x2f',
    'make \\ x',
    'make a\\',
    '!',
    'time',
    '! ! make',
    'time -- make',
    '\\make',
    '-make',
    'ma#ke',
    'make ==',
    'make 1# x',
    'make x2>y',
    'make 3> y',
    'make 2>&-',
    '[ a',
    '[ -f a b ]',
    '[ -n x ] > y; [ a < b ]',
    'declare PATH]=x',
    'A=1 > x make',
  ])('%j', (command) => {
    expect(judge(everything, bash(command)).decision).toBe('ask');
  });
});

describe('constructs that are understood', () => {
  test.each([
    'make it',
    'make a && make b || make c; make d',
    'make a | tee b',
    '! make a',
    'time make a',
    'make a\nmake b',
    `make 'a b' "c d" e\\ f`,
    'make a > /dev/null 2>&1',
    'make src/*.ts',
    'make a # what for',
    "make \"a$\" it\\'s 'it'\\''s' stash@{0} {} \\( \\)",
    '[ -f a.txt ] && [ "a b" = b ] && [ ! -d x ]',
    '"./my script" a',
    ': a',
  ])('%j', (command) => {
    expect(judge(everything, bash(command)).decision).toBe('allow');
  });
});

describe('constructs that are understood by their effect', () => {
  const policy = policyOf(
    {
      allow: [
        'Bash(git commit:*)',
        'Bash(make:*)',
        'Bash(npm test:*)',
        'Bash(mkdir:*)',
        'Edit(src/**)',
        'Bash(cat:*)',
      ],
    },
    'moderate',
  );
  test.each([
    'git commit -m "$(cat <<\'EOF\'\nfix: it\'s "done"\n\nwith `ticks` and $(parentheses)\nEOF\n)"',
    "git commit -F - <<'EOF'\nfix: a $b\nEOF",
    "cat > src/a.ts <<'EOF'\nconst a = `${b}`;\nEOF",
    'cat <<EOF\nplain\nEOF',
    'f=src/a.ts; cat $f',
    'f=src/a.ts && cat "$f" && wc -l ${f}',
    'for f in a b; do cat "$f"; done',
    'for f in src/*.ts; do wc -l "$f"; done | sort -n',
    'for d in api web\ndo\n  ls packages/$d\ndone',
    'if [ -f a ]; then cat a; elif [ -f b ]; then cat b; else ls; fi',
    '(cd packages/web && npm test)',
    'cd packages/web && npm test && cd ../.. && ls',
    'mkdir -p src/{a,b}/c',
    'make; echo "exit: $?"',
    'export NODE_ENV=test && npm test',
    'DEBUG=app:* npm test',
    'find . -name "*.ts" | xargs grep -n x',
    'find . -name "*.ts" -print0 | xargs -0 -n 10 wc -l',
    'find src -name "*.ts" -exec grep -l x {} +',
    'git --no-pager log -3',
    'sed -n "/a/,/b/p; s/x/y/g" a.txt',
    "awk -F: '$3 > 100 { print $1 }' a.txt",
    'grep -rn x --include=*.ts src',
    'git commit \\\n  -m "a" \\\n  && ls',
    'export FOO=1 && npm test',
    'wc -l *.ts',
    'cat *.md | head',
    'cd packages/a && npm test && cd -',
  ])('%j', (command) => {
    expect(judge(policy, bash(command))).toMatchObject({ decision: 'allow' });
  });

  test.each([
    'git commit -m "$(cat <<EOF\n$(pwn)\nEOF\n)"',
    'git commit -m "$(cat <<\'EOF\'\nx\nEOF\nid)"',
    'git commit -m "$(cat <<\'EOF\' a\nx\nEOF\n)"',
    'git commit -m "$(cat a <<\'EOF\'\nx\nEOF\n)"',
    "git commit -m $(cat <<'EOF'\nx\nEOF\n)",
    'cat <<EOF\n$(pwn)\nEOF',
    'cat <<-EOF\n\tx\n\tEOF',
    'cat <<E\nE\npwn',
    'false && f=a; cat $f',
    'f=a | cat $f',
    'f=$(pwn); cat $f',
    'f="a b"; cat $f',
    'f="*"; cat $f',
    'PATH=a; ls',
    'IFS=/; cat a',
    'cat $f; f=a',
    'f=ls; $f',
    'for f in *; do cat "$f"; done',
    'for f in src/*; do cat $f; done',
    'for f in $x; do cat "$f"; done',
    'for PATH in a; do ls; done',
    'for f; do cat "$f"; done',
    'for f in a; do cd ..; done',
    'for f in a; do pwn; done',
    'if pwn; then ls; fi',
    '(pwn)',
    '((pwn))',
    '{ ls; }',
    'while true; do ls; done',
    '(ls) > a',
    'cd a; npm test; cd ../..; ls',
    'export PATH=a && ls',
    'make *.ts',
    'cat ~*',
    'timeout 5 cat *.md',
    'cd a; npm test; cd -; ls',
    'cd - && ls',
    'export NODE_OPTIONS=a && npm test',
    'export FOO=./a && npm test',
    'FOO=1 npm test',
    'false && export CI=1; ls',
    'find . | xargs pwn',
    'find . -printf "%p x" | xargs cat',
    'echo a | xargs cat',
    'xargs cat < a',
    'find . | xargs -I{} cat {}',
    'mkdir {a,$b}',
    'sed -n "1w x" a.txt',
    'sed -n "s/a/b/e" a.txt',
    'sed "s/[/]e/pwn/" a.txt',
    'awk \'{ print > "x" }\' a.txt',
    'awk \'/"/ { system("pwn") } /"/\' a.txt',
    'awk \'{ a / print > "x" / b }\' a.txt',
  ])('not understood: %j', (command) => {
    expect(judge(policy, bash(command)).decision).not.toBe('allow');
  });
});

describe('the moderate level allows commands on the safe list with safe options', () => {
  const moderate = policyOf({}, 'moderate');
  test.each([
    'ls -la',
    'cat src/a.ts | head -n 20',
    'git status --short && git diff --stat',
    'git log --oneline -5',
    'grep -rn "export" src',
    'find . -name "*.ts" -type f',
    'rg -n "export" src',
    'rg --files src',
    'tree -L 2 src',
    'sed -n 1,20p README.md',
    'wc -l src/a.ts',
    'cd sub && ls',
    'cd sub && git status',
    'timeout 5 ls',
    'git branch -a',
    'git log -S needle --follow -p -- src/a.ts',
    'git blame -L 1,20 src/a.ts',
    'git diff -w -U3',
    'tail -n+5 a.txt',
    'date -u +%F',
    'command -v make',
    'type -t make',
    'node --version',
  ])('allowed: %s', (command) => expect(judge(moderate, bash(command)).decision).toBe('allow'));

  test.each([
    'sort -o x y',
    'sort --comp=sh y',
    'find . -fprintf x y',
    'rg --pre x y',
    'rg --pre=x y',
    'rg --hostname-bin=x y',
    'rg -ez /etc/passwd',
    'tree -o x',
    'git -c core.pager=x log',
    'git log --output=x',
    'git log --outp=x',
    'git branch new',
    'git grep -Ox y',
    'uniq a b',
    'uniq a*',
    "printf -v 'a[1]' x",
    'printf %n PATH',
    "printf %d 'a[$(id)]'",
    'test -v x',
    "test 'a[$(id)]' -eq 0",
    'sort ""*',
    "cat 'a'/.''./*",
    'date -s x',
    'cat /etc/hosts',
    'grep -ea /etc/hosts',
    'grep /etc/hosts -e a',
    'cat ../x',
    'cat ~/x',
    'cd .. && ls',
    'cd evil && git status',
    'command make',
    'command -p make',
    'git log -- evil',
    'git log -Oorder',
    'cd evil/hooks && git status',
    'cd sub && make && git status',
    'cd sub && echo x > y',
    './ls',
    'sed -i s/a/b/ x',
    'echo hello > notes.txt',
    'echo x > /tmp/y',
    'echo x > ../y',
    'npm test',
    'xargs ls',
    'env ls',
  ])('asked: %s', (command) => expect(judge(moderate, bash(command)).decision).toBe('ask'));
});

test('through a link out of the workspace nothing is harmless', () => {
  const moderate = policyOf({}, 'moderate');
  const links = { '/srv/space/link': '/elsewhere', '/srv/space/link/../x': '/x' };
  expect(judge(moderate, bash('cat link', links)).decision).toBe('ask');
  expect(judge(moderate, bash('cat link/../x', links)).decision).toBe('ask');
  expect(judge(moderate, bash('cat < link/../x', links)).decision).toBe('ask');
  expect(judge(moderate, bash('echo x > link', links)).decision).toBe('ask');
});

test('git reads the repository of the workspace only, wherever in it the call is made', () => {
  const policy = policyOf({ allow: ['Bash(git:*)'] }, 'moderate');
  const decision = (cwd: string) => judge(policy, { ...bash('git status'), cwd }).decision;
  expect(decision('/srv/space/packages/a')).toBe('allow');
  expect(decision('/srv/space/evil')).toBe('ask');
  expect(decision('/srv/space/evil/hooks')).toBe('ask');
  expect(decision('/srv/other')).toBe('ask');
});

test('a rule that allows a change of directory does not make other commands safe there', () => {
  const policy = policyOf({ allow: ['Bash(cd /etc)', 'Bash(cd)', 'Bash(cd -)'] }, 'moderate');
  const decision = (command: string) => judge(policy, bash(command)).decision;
  expect(decision('cd /etc && ls')).toBe('ask');
  expect(decision('cd /etc && cat hosts')).toBe('ask');
  expect(decision('cd && cat notes')).toBe('ask');
  expect(decision('cd - && cat notes')).toBe('ask');
});

describe('bounds', () => {
  const deny = policyOf({ allow: ['Bash'], deny: ['Bash(rm -rf *)'] }, 'permissive');

  const strict = { ...deny, level: 'strict' as const };
  // Plain, however long.
  const understood = new Set([
    'as many words as are judged',
    'paths',
    'paths elsewhere',
    'stars',
    'wrappers',
    'sudo',
    'downloads',
    'shells',
    'variables',
    'one word',
    'blanks',
    'slashes',
  ]);
  test.each(Object.entries(worst))('%s', (what, command) => {
    const { decision } = judge(strict, bash(command));
    expect(decision).toBe(understood.has(what) ? 'allow' : 'ask');
  });

  test('a denied command is denied in a line of any length', () => {
    for (const lead of ['ls;'.repeat(100_000), 'ls;'.repeat(501), 'a() '.repeat(2_400)])
      expect(judge(deny, bash(`${lead}rm -rf x`)).decision).toBe('deny');
    expect(judge(deny, bash('ls;'.repeat(100_000))).decision).toBe('ask');
  });

  test('a verdict resolves each path once, however often the line names it', () => {
    const looks = (parts: string[]) => {
      const call = bash(parts.join(';'));
      const asked: string[] = [];
      const realPath = (path: string) => {
        asked.push(path);
        return path;
      };
      judge(deny, { ...call, machine: { ...call.machine, realPath } });
      return asked.toSorted();
    };
    const alone = looks(['xargs a b c']);
    expect(alone).toHaveLength(new Set(alone).size);
    expect(looks(Array.from({ length: 120 }, () => 'xargs a b c'))).toEqual(alone);
  });

  test('a line that is nested too deeply needs approval, and a denied command in it is denied', () => {
    const nested = (depth: number) => `echo ${'$('.repeat(depth)}rm -rf x${')'.repeat(depth)}`;
    expect(judge(deny, bash(nested(1_000))).decision).toBe('deny');
    expect(judge(policyOf({ allow: ['Bash'] }), bash(nested(1_000))).decision).toBe('ask');
  });
});

test('a nested script that cannot be parsed makes the whole line unclear', () => {
  expect(readShell('echo $(if)').unclear).not.toBeNull();
  expect(readShell('echo "$(echo `)`)"').unclear).not.toBeNull();
});
