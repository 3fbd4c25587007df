import { describe, expect, it } from 'vitest';
import { parseBlocks } from './parse-blocks.ts';
import { dependencyWords, proofOf } from './unit-words.ts';

function proofFor(text: string): { gate: string[]; acceptance: string[] } {
  return proofOf(parseBlocks(text.split('\n')).blocks);
}

describe('proof of a unit', () => {
  it.each([
    ['PASS', true],
    ['All tests pass (2 failed before)', true],
    ['exits 0, no output.', true],
    ['Compiles successfully', true],
    ['0 errors', true],
    ['FAIL (1 passed, 1 failed)', false],
    ['error: cannot find function, the others pass', false],
    ['Shows the help', false],
  ])('expected %j makes a gate: %s', (expected, gate) => {
    expect(proofFor(`Run: \`npm test\`\nExpected: ${expected}`).gate).toEqual(gate ? ['npm test'] : []);
  });

  it('reads a block behind Run, bold labels and lists', () => {
    expect(proofFor('**Run:**\n\n```bash\n# all\n$ npm test\n> ok\n```\n\n**Expected:** PASS').gate).toEqual([
      'npm test',
    ]);
    expect(proofFor('- Run: `npm test`\n- Expected: PASS').gate).toEqual(['npm test']);
    expect(proofFor('**Verify:** `npm run lint`').gate).toEqual(['npm run lint']);
  });

  it('does not carry a command over to another heading', () => {
    expect(proofFor('Run: `npm test`\n\n### Next\n\nExpected: PASS').gate).toEqual([]);
  });
});

describe('dependencies in words', () => {
  it.each([
    ['do (depends on T012, T013)', ['T012', 'T013']],
    ['do (depends: 1.1, 1.2 and 2.3).', ['1.1', '1.2', '2.3']],
    ['blocked by #12', ['12']],
    ['depends on the weather', []],
  ])('of %j', (text, ids) => expect(dependencyWords(text)).toEqual(ids));
});
