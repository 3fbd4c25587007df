import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messagesIn } from './messages.ts';
import { unplainWords } from './plain-words.ts';

const top = join(import.meta.dirname, '../..');

/** Sources whose strings are the words of agents and plans, or prompts for models. */
const foreign = [/^src\/plans\//, /^src\/core\/policy\//, /^src\/core\/review\/ask-reviewer\.ts$/];

describe('what the program can say', () => {
  const files = globSync('src/**/*.ts', { cwd: top }).filter((path) => !/\.test\.ts$|\.d\.ts$/.test(path));
  const messages = files
    .filter((path) => !foreign.some((pattern) => pattern.test(path)))
    .flatMap((path) =>
      messagesIn(path, readFileSync(join(top, path), 'utf8')).map((message) => ({ ...message, path })),
    );

  it('is read from the sources', () => {
    const source = "import 'a b';\nconst x = `one ${y} two three`;\nthrow new Error('not found: it');\n";
    expect(messagesIn('x.ts', source)).toEqual([
      { text: 'one ', line: 2 },
      { text: ' two three', line: 2 },
      { text: 'not found: it', line: 3 },
    ]);
    expect(files.length).toBeGreaterThan(400);
    expect(messages.length).toBeGreaterThan(400);
  });

  it.each(unplainWords)('does not use %s: write "%s"', (words) => {
    const found = messages
      .filter(({ text }) => words.test(text))
      .map(({ path, text, line }) => `${path}:${line}: ${text.trim().slice(0, 120)}`);
    expect(found).toEqual([]);
  });
});
