/**
 * Words of documents with a tree in which their author would say that the work is right, and one in which it is not: each
 * judged by reading. `wrong` is where the work is undone, unless another mistake is more likely to be overlooked.
 */
import type { Around } from './documents.ts';

export interface Judged {
  around: Around;
  words: string;
  /** Lines of sh that make the tree. */
  right: string;
  wrong: string;
}

const lib = 'mkdir -p lib; ';

export const judged: readonly Judged[] = [
  // Commands whose success means the opposite.
  { around: 'run', words: 'Run: `grep -rn "v1" lib`\nExpected: No matches', right: `${lib}echo v2 > lib/a.js`, wrong: `${lib}echo v1 > lib/a.js` },
  { around: 'run', words: 'Run: `grep -rn v1 lib || echo "clean"`\nExpected: `clean`', right: `${lib}echo v2 > lib/a.js`, wrong: `${lib}echo v1 > lib/a.js` },
  { around: 'run', words: 'Run: `grep -q v1 lib/a.js && echo FAIL || echo OK`\nExpected: OK', right: `${lib}echo v2 > lib/a.js`, wrong: `${lib}echo v1 > lib/a.js` },
  { around: 'run', words: 'Run: `grep -rn v1 lib && echo FOUND || echo NONE`\nExpected: `NONE`', right: `${lib}echo v2 > lib/a.js`, wrong: `${lib}echo v1 > lib/a.js` },
  { around: 'run', words: 'Run: `grep -q route lib/a.js && echo FOUND || echo NONE`\nExpected: `FOUND`', right: `${lib}echo route > lib/a.js`, wrong: `${lib}echo v1 > lib/a.js` },
  { around: 'run', words: 'Run: `test -f lib/old.js && echo "exists" || echo "removed"`\nExpected: removed', right: 'mkdir lib', wrong: `${lib}touch lib/old.js` },
  { around: 'run', words: 'Run: `test ! -d old && echo GONE`\nExpected: `GONE`', right: ':', wrong: 'mkdir old' },
  { around: 'run', words: 'Run: `npx tsc --noEmit | grep "lib/new"`\nExpected: no errors', right: "echo 'npx tsc --noEmit => 2 lib/old.ts(1,1): error' > .results", wrong: "echo 'npx tsc --noEmit => 2 lib/new.ts(1,1): error' > .results" },
  { around: 'run', words: 'Run: `npm run build 2>&1 | grep -ci error`\nExpected: 0', right: "echo 'npm run build => 0 built' > .results", wrong: "echo 'npm run build => 1 Error: no' > .results" },
  { around: 'run', words: 'Run: `git grep -n "legacyAuth"`\nExpected: no results', right: 'git init -q; echo auth > a; git add -A', wrong: 'git init -q; echo legacyAuth > a; git add -A' },
  { around: 'run', words: 'Run: `which old-tool`\nExpected: prints nothing', right: ':', wrong: 'printf "#!/bin/sh\\n" > old-tool; chmod +x old-tool' },
  { around: 'block', words: '# Should return nothing\ngrep -rn "legacy" lib/', right: `${lib}echo new > lib/a`, wrong: `${lib}echo legacy > lib/a` },
  { around: 'block', words: 'grep -rn "legacy" lib/  # zero matches\nnpm test  # all pass', right: `${lib}echo new > lib/a; echo 'npm test => 0 ok' > .results`, wrong: `${lib}echo legacy > lib/a; echo 'npm test => 0 ok' > .results` },
  { around: 'block', words: '# Verify no references remain\ngrep -rn "legacy" lib\n# Verify new references exist\ngrep -rn "modern" lib', right: `${lib}echo modern > lib/a`, wrong: `${lib}echo legacy modern > lib/a` },
  { around: 'block', words: 'grep -q "old" a.js && (echo "still there"; exit 1)\ntest -f a.js', right: 'echo new > a.js', wrong: ':' },
  { around: 'block', words: 'grep -q "new" a.js && echo "✓ new" || (echo "✗ missing" && exit 1)', right: 'echo new > a.js', wrong: 'echo old > a.js' },
  { around: 'block', words: 'grep -q "new" a.js || { echo "missing"; exit 1; }', right: 'echo new > a.js', wrong: 'echo old > a.js' },
  { around: 'block', words: 'if grep -q old a.js; then echo "FAIL: old is there"; exit 1; fi', right: 'echo new > a.js', wrong: 'echo old > a.js' },
  { around: 'block', words: '! grep -q old a.js\n! grep -q old b.js', right: 'echo new > a.js; echo new > b.js', wrong: 'echo old > a.js; echo new > b.js' },
  { around: 'automated', words: '! grep -rq "mock" lib && node check.js', right: `${lib}echo real > lib/a; echo 0 > check.js`, wrong: `${lib}echo mock > lib/a; echo 0 > check.js` },
  { around: 'verify', words: '\n- `grep -rn "v1" lib` returns zero matches\n- npm test (all green)\n', right: `${lib}echo v2 > lib/a; echo 'npm test => 0 ok' > .results`, wrong: `${lib}echo v1 > lib/a; echo 'npm test => 0 ok' > .results` },
  { around: 'step', words: '  - Verify that `grep -rn "v1" lib` finds no matches', right: `${lib}echo v2 > lib/a`, wrong: `${lib}echo v1 > lib/a` },

  // An exit status that is not zero, exactly.
  { around: 'run', words: 'Run: `node cli.js --bad; echo $?`\nExpected: `2`', right: 'echo "process.exit(2)" > cli.js', wrong: ':' },
  { around: 'run', words: 'Run: `node cli.js; echo $?`\nExpected: 0', right: 'echo "" > cli.js', wrong: 'echo "process.exit(3)" > cli.js' },

  // Numbers and values.
  { around: 'run', words: 'Run: `grep -c "export" lib/a.js`\nExpected: 3', right: `${lib}printf "export\\nexport\\nexport\\n" > lib/a.js`, wrong: `${lib}printf "export\\nexport\\n" > lib/a.js` },
  { around: 'run', words: 'Run: `grep -c "export" lib/a.js` → 3', right: `${lib}printf "export\\nexport\\nexport\\n" > lib/a.js`, wrong: `${lib}printf "export\\n" > lib/a.js` },
  { around: 'block', words: 'grep -c "it(" a.test.js   # expect: 2', right: 'printf "it(\\nit(\\n" > a.test.js', wrong: 'printf "it(\\n" > a.test.js' },
  { around: 'block', words: 'grep -rn "fetchAll" lib | wc -l\n# 0', right: `${lib}echo x > lib/a`, wrong: `${lib}echo fetchAll > lib/a` },
  { around: 'block', words: 'N=$(grep -c old a.js)\ntest "$N" -eq 0', right: 'echo new > a.js', wrong: 'echo old > a.js' },
  { around: 'block', words: 'N=$(grep -c old a.js); test "$N" -eq 0', right: 'echo new > a.js', wrong: 'echo old > a.js' },
  { around: 'run', words: 'Run: `wc -l a.js`\nExpected: at most 3 lines', right: 'printf "1\\n2\\n" > a.js', wrong: 'printf "1\\n2\\n3\\n4\\n" > a.js' },
  { around: 'run', words: 'Run: `find lib -name "*.test.js" | wc -l`\nExpected: >= 2', right: `${lib}touch lib/a.test.js lib/b.test.js`, wrong: `${lib}touch lib/a.test.js` },
  { around: 'run', words: 'Run: `find lib -name "*.bak"`\nExpected: (empty)', right: `${lib}touch lib/a`, wrong: `${lib}touch lib/a.bak` },
  { around: 'run', words: 'Run: `find lib -name "*.js"`\nExpected: 2 files', right: `${lib}touch lib/a.js lib/b.js`, wrong: `${lib}touch lib/a.js` },
  { around: 'run', words: 'Run: `cat VERSION`\nExpected: `1.4.0`', right: 'echo 1.4.0 > VERSION', wrong: 'echo 1.3.9 > VERSION' },
  { around: 'run', words: 'Run: `head -1 CHANGELOG.md`\nExpected: `# Changelog`', right: 'printf "# Changelog\\n\\nx" > CHANGELOG.md', wrong: 'echo x > CHANGELOG.md' },
  { around: 'run', words: "Run: `node -p \"require('./p.json').version\"`\nExpected: \"2.0.0\"", right: `echo '{"version":"2.0.0"}' > p.json`, wrong: `echo '{"version":"1.0.0"}' > p.json` },
  { around: 'block', words: "node -p \"require('./p.json').version\"  # 2.0.0", right: `echo '{"version":"2.0.0"}' > p.json`, wrong: `echo '{"version":"1.0.0"}' > p.json` },
  { around: 'run', words: 'Run: `node sum.js`\nExpected: should print 6', right: 'echo "console.log(6)" > sum.js', wrong: 'echo "console.log(5)" > sum.js' },
  { around: 'run', words: 'Run: `pytest -q` - 12 passed', right: "echo 'pytest -q => 0 12 passed in 0.1s' > .results", wrong: "echo 'pytest -q => 0 11 passed in 0.1s' > .results" },
  { around: 'block', words: 'pytest tests/test_a.py  # → 4 passed', right: "echo 'pytest tests/test_a.py => 0 4 passed' > .results", wrong: "echo 'pytest tests/test_a.py => 0 3 passed' > .results" },
  { around: 'block', words: 'test $(grep -c a x.txt) -eq 2\n[ "$(cat VERSION)" = "1.2" ]', right: 'printf "a\\na\\n" > x.txt; echo 1.2 > VERSION', wrong: 'printf "a\\na\\n" > x.txt; echo 1.1 > VERSION' },
  { around: 'block', words: 'comm -13 a.txt b.txt  # empty', right: 'echo 1 > a.txt; echo 1 > b.txt', wrong: 'echo 1 > a.txt; echo 2 > b.txt' },
  { around: 'block', words: 'gofmt -l . # no output', right: "echo 'gofmt -l . => 0 ' > .results", wrong: "echo 'gofmt -l . => 0 a.go' > .results" },
  { around: 'block', words: 'gofmt -l .\ngo vet ./...', right: "printf 'gofmt -l . => 0 \\ngo vet ./... => 0 ok\\n' > .results", wrong: "printf 'gofmt -l . => 0 a.go\\ngo vet ./... => 0 ok\\n' > .results" },
  { around: 'run', words: 'Run: `./check.sh`\nExpected: no errors found', right: 'printf "#!/bin/sh\\necho 0 errors\\n" > check.sh; chmod +x check.sh', wrong: ':' },

  // What hides an exit status.
  { around: 'run', words: 'Run: `npm test | tail -5`\nExpected: PASS', right: "echo 'npm test => 0 ok' > .results", wrong: ':' },
  { around: 'run', words: 'Run: `npm test 2>&1 | grep -E "pass|fail"`\nExpected: all pass', right: "echo 'npm test => 0 3 pass' > .results", wrong: "echo 'npm test => 1 1 fail' > .results" },
  { around: 'run', words: 'Run: `go test ./... | grep -v "no test files"`\nExpected: all ok', right: "echo 'go test ./... => 0 ok  a' > .results", wrong: "echo 'go test ./... => 1 FAIL a' > .results" },
  { around: 'run', words: 'Run: `npm run format && npm test`\nExpected: PASS', right: "echo 'npm test => 0 ok' > .results", wrong: "echo 'npm run format => 0 ok' > .results" },
  { around: 'run', words: 'Run: `rg -l old lib || true`\nExpected: no files', right: `${lib}echo new > lib/a`, wrong: `${lib}echo old > lib/a` },
  { around: 'run', words: 'Run: `diff -u want.txt have.txt`\nExpected: no differences', right: 'echo a > want.txt; echo a > have.txt', wrong: 'echo a > want.txt; echo b > have.txt' },
  { around: 'run', words: 'Run: `grep -rn TODO lib && exit 1`\nExpected: no output', right: `${lib}echo x > lib/a`, wrong: `${lib}echo TODO > lib/a` },
  { around: 'block', words: 'npm test; npm run lint', right: "printf 'npm test => 0 ok\\nnpm run lint => 0 ok\\n' > .results", wrong: "echo 'npm run lint => 0 ok' > .results" },
  { around: 'block', words: 'npm test &> /dev/null', right: "echo 'npm test => 0 ok' > .results", wrong: ':' },
  { around: 'block', words: 'cat dist/index.js | head', right: 'mkdir dist; echo x > dist/index.js', wrong: ':' },
  { around: 'block', words: '[[ -f a.js ]] && npm test', right: "touch a.js; echo 'npm test => 0 ok' > .results", wrong: "echo 'npm test => 0 ok' > .results" },
  { around: 'block', words: '! [[ -e old.js ]]', right: ':', wrong: 'touch old.js' },
  { around: 'block', words: 'time npm test', right: "echo 'npm test => 0 ok' > .results", wrong: ':' },
  { around: 'automated', words: "[[ \"$(cat a.txt)\" == 'x y' ]]", right: 'echo "x y" > a.txt', wrong: 'echo x > a.txt' },
  { around: 'run', words: 'Run: `diff want.txt <(sort have.txt)`\nExpected: no output', right: 'echo a > want.txt; echo a > have.txt', wrong: 'echo a > want.txt; echo b > have.txt' },

  // Lines that go on, go somewhere, set something, hold a document.
  { around: 'block', words: 'npm run build \\\n  && test -f dist/a.js \\\n  && ! grep -q "eval(" dist/a.js', right: "mkdir dist; echo x > dist/a.js; echo 'npm run build => 0 ok' > .results", wrong: "mkdir dist; echo 'eval(' > dist/a.js; echo 'npm run build => 0 ok' > .results" },
  { around: 'block', words: 'cd packages/api\nnpm test\ncd ../web\nnpm run build', right: "mkdir -p packages/api packages/web; echo 'npm test => 0 ok' > packages/api/.results; echo 'npm run build => 0 ok' > packages/web/.results", wrong: "mkdir -p packages/api packages/web; echo 'npm test => 0 ok' > packages/api/.results" },
  { around: 'block', words: '(cd web && npm test)\nnpm run lint', right: "mkdir web; echo 'npm test => 0 ok' > web/.results; echo 'npm run lint => 0 ok' > .results", wrong: "mkdir web; echo 'npm test => 0 ok' > .results; rm -r web" },
  { around: 'block', words: 'OUT=$(node cli.js)\ntest "$OUT" = ready', right: 'echo "console.log(\'ready\')" > cli.js', wrong: 'echo "" > cli.js' },
  { around: 'block', words: "cat <<'END' | node cli.js\n{\"a\": 1}\nEND", right: 'echo "const t=require(\'fs\').readFileSync(0,\'utf8\'); if (JSON.parse(t).a!==1) process.exit(1)" > cli.js', wrong: ':' },
  { around: 'block', words: 'node -e "\nif (require(\'./a.js\').a !== 3) process.exit(1);\n"', right: 'echo "exports.a = 3" > a.js', wrong: 'echo "exports.a = 4" > a.js' },
  { around: 'block', words: 'for f in lib/*.js; do\n  node --check "$f"\ndone', right: `${lib}echo "1" > lib/a.js; echo "2" > lib/b.js`, wrong: `${lib}echo "(" > lib/a.js; echo "2" > lib/b.js` },
  { around: 'automated', words: '\n  grep -q a lib/a.js && \\\n  grep -q b lib/a.js\n', right: `${lib}echo "a b" > lib/a.js`, wrong: `${lib}echo "a" > lib/a.js` },
  { around: 'block', words: 'export MODE=strict\nsh check.sh', right: "echo 'test \"$MODE\" = strict' > check.sh", wrong: ':' },

  // Quotes, stars, brackets and remarks.
  { around: 'run', words: "Run: `node --test 'lib/**/*.test.js'`\nExpected: PASS", right: `${lib}mkdir lib/x; echo "" > lib/x/a.test.js`, wrong: `${lib}mkdir lib/x; echo "throw 1" > lib/x/a.test.js` },
  { around: 'run', words: 'Run: `grep -q "[slow]$" a.txt`\nExpected: success', right: 'echo "very slow" | tr -d w > a.txt; echo s >> a.txt', wrong: 'echo x > a.txt' },
  { around: 'block', words: 'npm run test:unit (fast)\nnpm run lint — all rules', right: "printf 'npm run test:unit => 0 ok\\nnpm run lint => 0 ok\\n' > .results", wrong: "echo 'npm run lint => 0 ok' > .results" },
  { around: 'block', words: '$ npm test\n> a@1.0.0 test\nok\n$ echo $?\n0', right: "echo 'npm test => 0 ok' > .results", wrong: ':' },
  { around: 'automated', words: 'grep -q "<Button>" a.tsx && grep -q "a &amp;&amp; b" a.tsx', right: 'echo "<Button> a && b" > a.tsx', wrong: 'echo "<Button>" > a.tsx' },
  { around: 'block', words: 'git status\ndiff --git a/x b/x\nnpx eslint . --fix\nnpx eslint .', right: "echo 'npx eslint . => 0 ok' > .results", wrong: "echo 'npx eslint . --fix => 0 ok' > .results" },
  { around: 'run', words: 'Run: `git diff --exit-code -- gen.txt`\nExpected: no output', right: 'git init -q; echo a > gen.txt; git add -A', wrong: 'git init -q; echo a > gen.txt; git add -A; echo b > gen.txt' },
]; // prettier-ignore

/** Words from which no gate may be made: their success would not say that the work is right. */
export const leftAsWords: readonly (readonly [Around, string])[] = [
  ['run', 'Run: `npm test`\nExpected: FAIL with "queue is not defined"'],
  ['run', 'Run: `npm test`\nExpected: 2 failures remain (fixed in Task 4)'],
  ['run', 'Run: `npm test`\nExpected: all tests pass except the known failing one'],
  ['run', 'Run: `npm test`\nExpected: same failures as before'],
  ['run', 'Run: `npm test` (fails now)'],
  ['run', 'Run: `ls lib/old.js`\nExpected: No such file or directory'],
  ['run', 'Run: `node cli.js --bad`\nExpected: exits non-zero'],
  ['run', 'Run: `git diff --stat`\nExpected: only lib/a.js changed'],
  ['run', 'Run: `git status --porcelain`\nExpected: empty'],
  ['run', 'Run: `git log --oneline -1`\nExpected: the commit is there'],
  ['run', 'Run: `wc -l lib/*.js | tail -1`\nExpected: less than 500'],
  ['run', 'Run: `grep -c old lib/a.js lib/b.js`\nExpected: 2'],
  ['run', 'Run: `curl -sf "http://localhost:3000/health"`\nExpected: success'],
  ['run', 'Run: `docker compose down -v`\nExpected: success'],
  ['run', 'Run: `npm run build && grep error build.log`\nExpected: no errors'],
  ['block', 'grep -rn "console.log" lib | wc -l'],
  ['block', 'grep -rn "console.log" lib | grep -v test || echo "No console.log"'],
  ['block', 'grep -rn v1 lib && echo FOUND || echo NONE'],
  ['block', 'git log --oneline | head -3'],
  ['block', 'npm test || true'],
  ['block', 'docker compose up -d --wait\nnpm run test:e2e\ndocker compose down -v'],
  ['block', 'npm run dev &\nsleep 2\nnpm run smoke'],
  ['block', 'prettier -w lib\ncargo fmt\nrubocop -A'],
  ['block', 'cd /home/maria/lamps && npm test'],
  ['block', 'npm test --prefix ../other'],
  ['block', 'npm test && git push'],
  ['block', 'find . -name "*.orig" -delete'],
  ['block', 'if grep -q old a.js; then\n  echo "still there"\nelse\n  echo "gone"\nfi'],
  ['block', 'diff a.txt b.txt'],
  ['automated', 'grep -rn old lib | wc -l'],
  ['automated', 'MISSING — Wave 0 must create the test first'],
  ['step', '  - Document `npm test` in the readme'],
];
