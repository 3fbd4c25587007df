import { describe, expect, it } from 'vitest';
import { codeSpans } from '../markdown/inline.ts';
import { checksIn } from './checks-in-line.ts';
import { isCommand, isCommandSpan, isGate } from './commands.ts';
import { gateOf } from './gate-of.ts';
import { commandsOfBlock, statedCommand } from './shell-block.ts';

describe('commands in words', () => {
  it.each([
    'npm test',
    'cd web && npx tsc --noEmit',
    'CI=1 pytest -q tests/unit',
    './gradlew check',
    'test -f src/a.ts && grep -q "the end" src/a.ts',
    'go build ./...',
    'cargo test --all -- --nocapture',
    'node_modules/.bin/tsc -p config/tsconfig.json --noEmit',
    'vendor/bin/phpunit',
    'bin/rails test',
    'scripts/check.sh',
  ])('are commands: %s', (line) => expect(isCommand(line)).toBe(true));

  it.each([
    'npm test passes',
    'Go to the page and look',
    'test that it works',
    'The build is green.',
    'make sure it is fast',
    'find the error',
    'src/a.ts',
    'src/bin/a.rs',
    'Check it',
    '',
  ])('are none: %j', (line) => expect(isCommand(line)).toBe(false));
});

describe('code spans', () => {
  it.each([
    'npm test',
    'cargo check',
    'pytest',
    'make',
    './run.sh --all',
    'node_modules/.bin/vitest run src/a.test.ts',
    'bin/rails test',
    'scripts/check.sh --all',
  ])('are commands: %s', (span) => expect(isCommandSpan(span)).toBe(true));
  it.each([
    'src/a.ts',
    'bin/fairlead',
    'scripts/check.sh',
    'src/bin/a.rs (new)',
    'git',
    'task',
    'useState',
    'npm run dev',
    'git commit -m x',
    'cat',
    '<Button>',
    'npm test <name>',
  ])('are no gates: %s', (span) => expect(isCommandSpan(span)).toBe(false));
});

describe('gates', () => {
  it('change nothing outside and end', () => {
    for (const command of [
      'git push',
      'npm install 2>&1',
      'npm start',
      'rm -rf x',
      'FOO=1 git add .',
      'cd web && npm run dev',
      'pnpm --filter web dev:https',
      'npx vite preview',
      'docker compose up',
      'npx tsc -w',
      'npm test -- --watch',
      'npm run build && npm run deploy',
      'pnpm --filter @shop/api deploy',
      'kubectl apply -f shop.yaml',
      'npx wrangler deploy',
      'cargo publish',
      'npm test && git commit -m x',
      'mkdir a && cd a',
    ])
      expect([command, isGate(command)]).toEqual([command, false]);
  });

  it('may prepare what they prove, and be called like what goes on', () => {
    for (const command of [
      'npm ci && npm test',
      'rm -rf dist && npm run build',
      'docker compose build && npm test',
      'npm test -- start',
      'npm run deploy:check',
      'terraform apply --dry-run',
      'cargo test apply',
      'grep -q "npm run dev" README.md',
      'vite build',
    ])
      expect([command, isGate(command)]).toEqual([command, true]);
  });

  it('from a block omit comments, prompts and output, and keep a script whole', () => {
    expect(commandsOfBlock('# all\nnpm test # quick\ncargo build \\\n  --release\n')).toEqual([
      'npm test',
      'cargo build --release',
    ]);
    expect(commandsOfBlock('$ npm test\nok 1\n$ npm run lint\n')).toEqual(['npm test', 'npm run lint']);
    expect(commandsOfBlock('for x in a b; do\nnpm test\ndone\n')).toEqual([
      'set -e\nfor x in a b; do\nnpm test\ndone',
    ]);
    expect(commandsOfBlock('python -c "\nimport shop\n"\nnpm test\n')).toEqual([
      'set -e\npython -c "\nimport shop\n"\nnpm test',
    ]);
    expect(commandsOfBlock("$ npm test\nit isn't slow\n")).toEqual(['npm test']);
  });

  it('of a block are run where it goes to', () => {
    expect(commandsOfBlock('npm test\ncd web\nnpm run lint\nsource .env\npytest -q\n')).toEqual([
      'npm test',
      'set -e\ncd web\nnpm run lint\n. ./.env\npytest -q',
    ]);
  });

  it('say themselves whether they succeed', () => {
    expect(gateOf('npm test && echo "PASS" || echo "FAIL"')).toBe('npm test');
    expect(gateOf("npm test || echo 'no'")).toBe('npm test');
    expect(gateOf('npm test || npm run lint')).toBe('npm test || npm run lint');
    expect(gateOf('npx tsc 2>&1 | head -n 20 && npm test 2>&1 | tail -5')).toBe(
      'npx tsc 2>&1 && npm test 2>&1',
    );
    expect(gateOf('grep -rn old src | head -5')).toBeUndefined();
  });
});

describe('a command in a field of a plan', () => {
  it.each([
    ['npm test', 'npm test'],
    ['`npm test`', 'npm test'],
    ['Run: npm test', 'npm test'],
    [
      'set -e\ncd web && \\\n  npm test &&\nnpm run lint\n# that is all\nnpm run build',
      'cd web && npm test && npm run lint && npm run build',
    ],
    ['[ -f src/a.ts ] && ! grep -q old src/a.ts', '[ -f src/a.ts ] && ! grep -q old src/a.ts'],
    ['shopctl verify --all', 'shopctl verify --all'],
    ['make all', 'make all'],
  ])('is one: %j', (text, command) => expect(statedCommand(text)).toBe(command));

  it.each([
    'I `web/`: `npm test` och `npm run lint` utan fel',
    'Från web: npm test',
    'All tests pass',
    'file is in src/a.ts',
    'npm test passes',
    '-e PORT=3000',
    '',
  ])('is none: %j', (text) => expect(statedCommand(text)).toBeUndefined());
});

describe('checks in a line', () => {
  const inLine = (line: string) => checksIn(line, codeSpans(line));

  it.each([
    ['Add a column (verification: `cargo build` succeeds)', ['cargo build']],
    ['4.2 `task lint`', ['task lint']],
    ['- `task build`, `task test`, and `src/a.ts` from the root', ['task build', 'task test']],
    ['Jalankan `jest --silent` dan pastikan semua hijau', ['jest --silent']],
  ])('%s', (line, commands) => {
    expect(inLine(line)).toEqual(commands);
  });

  it.each([
    'Document `npm test` in the readme',
    '`npm test` script added',
    '`npm test` is documented',
    '`npm test` fails, for nothing is there yet',
    '2.1 `src/build.ts`',
    'Fill the `build` folder',
  ])('none: %s', (line) => {
    expect(inLine(line)).toEqual([]);
  });
});
