import { describe, expect, it } from 'vitest';
import { commandsOfBlock, statedCommand } from './shell-block.ts';

describe('a block of commands', () => {
  it.each([
    ['OUT=$(node cli.js)\ntest "$OUT" = "3"\n', 'set -e\nOUT=$(node cli.js)\ntest "$OUT" = "3"'],
    ['export NODE_ENV=test\nnode --test\n', 'set -e\nexport NODE_ENV=test\nnode --test'],
    [
      'cat > out.py <<END\nprint("it isn\'t")\nEND\npython out.py\n',
      'set -e\ncat > out.py <<END\nprint("it isn\'t")\nEND\npython out.py',
    ],
    [
      'mkdir -p out\nnode make.js > out/a\ngrep -q foo out/a\n',
      'set -e\nmkdir -p out\nnode make.js > out/a\ngrep -q foo out/a',
    ],
    [
      'cd api\ngrep -rn v1 src # no matches\nnpm test\n',
      'set -e\ncd api\nif grep -rn v1 src; then exit 1; fi\nnpm test',
    ],
    ['cd api\nnpm test\n', 'cd api && npm test'],
    ['npm run build && \\\n  npm test -- \\\n  --silent\n', 'npm run build && npm test -- --silent'],
  ])('that belong together is one gate: %j', (text, gate) => expect(commandsOfBlock(text)).toEqual([gate]));

  it('has expectations in comments', () => {
    const lines = [
      'grep -c "route" lib/a.js  # expect: 3',
      'grep -rn v1 lib # should be empty',
      'npm test (all green)',
      'npm run lint — no warnings',
      'npm test -- late # must fail',
      'node --test',
      '# → 12 passed',
    ];
    expect(commandsOfBlock(lines.join('\n'))).toEqual([
      'test "$(grep -c "route" lib/a.js)" -eq 3',
      '! grep -rn v1 lib',
      'npm test',
      'npm run lint',
      'node --test',
    ]);
    expect(commandsOfBlock('grep -rn v1 lib\n# (no output)\n')).toEqual(['! grep -rn v1 lib']);
    expect(commandsOfBlock('# expect: 3\ngrep -c route lib/a.js\n')).toEqual([
      'test "$(grep -c route lib/a.js)" -eq 3',
    ]);
    expect(commandsOfBlock('# No use of v1 is left\ngrep -rn v1 lib\n')).toEqual(['! grep -rn v1 lib']);
  });

  it.each([
    'for f in a b; do\n  test -f $f || echo missing\ndone\n',
    'X=1\ngit push origin main\nnpm test\n',
    'PORT=3000\ncurl -f http://localhost:3000/\n',
    'diff --git a/x b/x\n--- a/x\n+++ b/x\n-npm test\n',
    'if grep -q v1 lib/a.js; then\n  echo LEAK\nfi\n',
    'cd ../other\nnpm test\n',
  ])('that proves nothing, or works elsewhere, is none: %j', (text) =>
    expect(commandsOfBlock(text)).toEqual([]),
  );

  it('is one script where a plan states it', () => {
    expect(statedCommand('N=2\nnode check.js $N\n')).toBe('set -e\nN=2\nnode check.js $N');
    expect(statedCommand('for x in 1 2; do\n  test -f $x\ndone')).toBe(
      'set -e\nfor x in 1 2; do\n  test -f $x\ndone',
    );
    expect(statedCommand('grep -rn v1 lib && echo LEAK || echo CLEAN')).toBe('! grep -rn v1 lib');
  });
});
