import { describe, expect, it } from 'vitest';
import { gateOf } from './gate-of.ts';

describe('a gate passes when the expected outcome occurs', () => {
  it.each([
    // The verdict that the command prints about itself.
    ['grep -rn "v1" lib && echo LEAK || echo CLEAN', 'CLEAN', '! grep -rn "v1" lib'],
    ['grep -rn "v1" lib && echo STILL THERE || echo "all gone"', '', '! grep -rn "v1" lib'],
    ['grep -q route lib/a.js && echo OK || echo MISSING', '', 'grep -q route lib/a.js'],
    ['grep -q route lib/a.js && echo A || echo B', 'A', 'grep -q route lib/a.js'],
    ['grep -q route lib/a.js && echo A || echo B', 'B', '! grep -q route lib/a.js'],
    ['! grep -q v1 lib/a.js && echo clean || echo leak', '', '! grep -q v1 lib/a.js'],
    ['cd web && grep -rn v1 src && echo BAD || echo GOOD', '', 'cd web && ! grep -rn v1 src'],
    ['test -e old.js && echo "FAIL: still there"', '', '! test -e old.js'],
    ['grep -rn v1 lib && exit 1 || exit 0', '', 'grep -rn v1 lib && exit 1 || exit 0'],
    ['npm test; echo $?', '0', 'npm test'],
    // Expects no match.
    ['grep -rn v1 lib', 'returns zero matches', '! grep -rn v1 lib'],
    ['rg v1 lib', 'no output (exit 1)', '! rg v1 lib'],
    ['grep -rn v1 lib | head -5', 'should be empty', '! grep -rn v1 lib'],
    ['grep -rn v1 lib | wc -l', '0', 'test "$(grep -rn v1 lib | wc -l)" -eq 0'],
    ['find lib -name "*.bak"', 'prints nothing', 'out="$(find lib -name "*.bak")" && test -z "$out"'],
    ['diff want.txt have.txt', 'no output', 'out="$(diff want.txt have.txt)" && test -z "$out"'],
    ['npx tsc --noEmit', 'no output', 'npx tsc --noEmit'],
    ['ls lib/*.bak', 'no output', 'test -z "$(ls lib/*.bak)"'],
    ['which old-tool', 'prints nothing', '! which old-tool'],
    // A number, or words.
    ['grep -c route lib/a.js', '# expect: 3', 'test "$(grep -c route lib/a.js)" -eq 3'],
    ['wc -l < data.csv', 'should print 6', 'test "$(wc -l < data.csv)" -eq 6'],
    ['grep -rn route lib', 'at least 2 matches', 'test "$(grep -rn route lib | wc -l)" -ge 2'],
    ['node cli.js --version', 'prints `1.2.0`', `test "$(node cli.js --version)" = '1.2.0'`],
    ['pytest -q', '→ 12 passed', `out="$(pytest -q)" && printf '%s\\n' "$out" | grep -qw '12 passed'`],
    ['node --test', '12 passed', 'node --test'],
  ])('%s, expected: %j', (command, words, gate) => {
    expect(gateOf(command, words)).toBe(gate);
  });

  it.each([
    ['grep -rn v1 lib && echo ONE || echo TWO', ''],
    ['grep -rn v1 lib && (echo LEAK; exit 1) || echo CLEAN', ''],
    ['grep -q a b && grep -rn v1 lib', 'no output'],
    ['npm test || true', ''],
    ['grep v1 lib/a.js; echo $?', ''],
    ['node cli.js --wrong', 'exits non-zero'],
    ['node cli.js --wrong', 'exit code 2'],
    ['npm test', '5 passed, 2 failed'],
    ['ls lib/old.js', 'No such file or directory'],
    ['test -f lib/old.js', 'the old file is gone'],
    ['grep -rn v1 lib', 'nobody is to use it, so not one of them is left over'],
    ['diff a.txt b.txt', ''],
    ['npm test', '6'],
    ['npm ls old-lib', '(empty)'],
  ])('stays words: %s, expected: %j', (command, words) => {
    expect(gateOf(command, words)).toBeUndefined();
  });
});
