import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messagesIn } from './messages.ts';

const top = join(import.meta.dirname, '../..');

/** Words that docs/GLOSSARY.md and CONTRIBUTING.md ask to replace: each with what to write. */
const forbidden: readonly [RegExp, string][] = [
  [/\basks? for leave\b|\bask(?:ed)? leave\b/i, 'ask for permission, need approval'],
  [/\b(?:is|are|was|were|be|being) told\b|\btold of\b/i, 'the active verb: fairlead shows, reports'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\bobey(?:s|ed|ing)?\b/i, 'apply, follow, run'],
  [/\bgo(?:es)? on\b|\bwent on\b/i, 'continue'],
  [/\b(?:brings?|brought) (?:back|forth)\b/i, 'restore'],
  [/\bbr(?:eaks?|oke|oken) off\b|\bcall(?:s|ed)? off\b/i, 'cancel'],
  [/\btak(?:es?|en|ing) out\b|\btook out\b/i, 'revert'],
  [/\baway with\b/i, 'remove'],
  [/\bis nothing (?:that|to)\b/i, 'unknown, not found'],
  [/\bsee what (?:is|there)\b|\bsay what is to be\b/i, 'the command to run'],
  [/\bis no (?:plan|file|text|object|json|directory|number|list)\b/i, 'not a …'],
];

/** Words that agents and their makers say, read by fairlead and not said by it; prompts for models. */
const foreign = [/^src\/plans\//, /^src\/main\/scripted\//, /^src\/main\/demo\//, /^src\/core\/policy\//];

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
      { text: ' two three', line: 2 },
      { text: 'not found: it', line: 3 },
    ]);
    expect(files.length).toBeGreaterThan(400);
    expect(messages.length).toBeGreaterThan(400);
  });

  it.each(forbidden)('does not use %s: write "%s"', (words) => {
    const found = messages
      .filter(({ text }) => words.test(text))
      .map(({ path, text, line }) => `${path}:${line}: ${text.trim().slice(0, 120)}`);
    expect(found).toEqual([]);
  });
});
