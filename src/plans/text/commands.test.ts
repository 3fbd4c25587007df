import { describe, expect, it } from 'vitest';
import { commandsOfBlock, isCommand, isCommandSpan, isGate, withoutVerdict } from './commands.ts';

describe('commands in words', () => {
  it.each([
    'npm test',
    'cd web && npx tsc --noEmit',
    'CI=1 pytest -q tests/unit',
    './gradlew check',
    'test -f src/a.ts && grep -q "the end" src/a.ts',
    'go build ./...',
    'cargo test --all -- --nocapture',
  ])('are commands: %s', (line) => expect(isCommand(line)).toBe(true));

  it.each([
    'npm test passes',
    'Go to the page and look',
    'test that it works',
    'The build is green.',
    'make sure it is fast',
    'find the error',
    'src/a.ts',
    'Check it',
    '',
  ])('are none: %j', (line) => expect(isCommand(line)).toBe(false));
});

describe('code spans', () => {
  it.each(['npm test', 'cargo check', 'pytest', 'make', './run.sh --all'])('are commands: %s', (span) =>
    expect(isCommandSpan(span)).toBe(true),
  );
  it.each([
    'src/a.ts',
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
    for (const command of ['git push', 'npm install', 'npm start', 'rm -rf x', 'FOO=1 git add .'])
      expect(isGate(command)).toBe(false);
  });

  it('of a block leave out comments, prompts and output, and never take a script apart', () => {
    expect(commandsOfBlock('# all\nnpm test # quick\ncargo build \\\n  --release\n')).toEqual([
      'npm test',
      'cargo build --release',
    ]);
    expect(commandsOfBlock('$ npm test\nok 1\n$ npm run lint\n')).toEqual(['npm test', 'npm run lint']);
    expect(commandsOfBlock('for x in a b; do\nnpm test\ndone\n')).toEqual([]);
  });

  it('say themselves whether they succeed', () => {
    expect(withoutVerdict('npm test && echo "PASS" || echo "FAIL"')).toBe('npm test');
    expect(withoutVerdict("npm test || echo 'no'")).toBe('npm test');
    expect(withoutVerdict('npm test || npm run lint')).toBe('npm test || npm run lint');
  });
});
