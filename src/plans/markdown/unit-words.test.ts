import { describe, expect, it } from 'vitest';
import { parseBlocks } from './parse-blocks.ts';
import { filesOf, proofOf } from './unit-words.ts';

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
    ['无错误', true],
    ['全部测试通过', true],
    ['エラーなし', true],
    ['오류 없음', true],
    ['测试失败', false],
    ['기존 실패 외 신규 실패 없음', false],
  ])('expected %j makes a gate: %s', (expected, gate) => {
    expect(proofFor(`Run: \`npm test\`\nExpected: ${expected}`).gate).toEqual(gate ? ['npm test'] : []);
  });

  it('reads a block behind Run, bold labels and lists', () => {
    expect(proofFor('**Run:**\n\n```bash\n# all\n$ npm test\n> ok\n```\n\n**Expected:** PASS').gate).toEqual([
      'npm test',
    ]);
    expect(proofFor('- Run: `npm test`\n- Expected: PASS').gate).toEqual(['npm test']);
    expect(proofFor('**Verify:** `npm run lint`').gate).toEqual(['npm run lint']);
    expect(
      proofFor('**Verification:**\n```bash\nnpm test\nmake serve &\ncurl http://localhost:80/x\n```').gate,
    ).toEqual(['npm test']);
  });

  it('reads a list behind Verify, where an item is a command alone', () => {
    const list = '- `go test ./...`\n- `rg -n "old" docs`\n- `go vet ./...` fails\n- `npm run dev`\n';
    expect(proofFor(`**Verify:**\n\n${list}`).gate).toEqual(['go test ./...']);
    expect(proofFor(`**Run:**\n\n${list}`).gate).toEqual([]);
  });

  it('reads an expectation right after commands', () => {
    const block = '```bash\nnpm test\ngit fetch origin\n```\n\n';
    expect(proofFor(`${block}Expected: exit 0.`).gate).toEqual(['npm test']);
    expect(proofFor(`${block}Words.\n\nExpected: exit 0.`).gate).toEqual([]);
    expect(proofFor(`${block.replace('bash', 'ts')}Expected: exit 0.`).gate).toEqual([]);
    expect(proofFor(`**Verification gate:** all is green.\n\n${block}Words.`).gate).toEqual([]);
    expect(proofFor('**Verify:** `npm test` fails').gate).toEqual([]);
  });

  it('reads an expectation in the line of a step', () => {
    expect(proofFor('- [ ] **Step 2: See it pass** — Run: `npm test` / Expected: PASS').gate).toEqual([
      'npm test',
    ]);
    expect(proofFor('- [ ] **Step 2: Run it, it passes** — `npx vitest run a.test.ts`').gate).toEqual([
      'npx vitest run a.test.ts',
    ]);
    expect(proofFor('- [ ] **Step 1: Run it, it fails** — `npx vitest run a.test.ts`').gate).toEqual([]);
    expect(proofFor('- [ ] **Step 3: Run** `npm test`')).toEqual({ gate: [], acceptance: [] });
  });

  it('does not carry a command over to another heading', () => {
    expect(proofFor('Run: `npm test`\n\n### Next\n\nExpected: PASS').gate).toEqual([]);
  });
});

describe('files of a unit', () => {
  it('are the files that it changes, wherever the label is', () => {
    const files = (text: string) => filesOf(parseBlocks(text.split('\n')).blocks);
    expect(files('**Depends on:** none | **Files:** `src/a.ts` | **Kind:** small')).toEqual(['src/a.ts']);
    expect(files('**What:** a page. **Archivos:** `src/b.ts`, `src/c.ts`')).toEqual(['src/b.ts', 'src/c.ts']);
    expect(files('**Files:**\n- Reference: `README.md`\n- Modify: `src/d.ts`')).toEqual(['src/d.ts']);
    expect(files('Files:\n- Create: `src/e.ts`\n\nTarget: `src/f.py::run`')).toEqual([
      'src/e.ts',
      'src/f.py',
    ]);
    expect(files('Files: src/g.ts, src/h.ts\nNotes: see `src/i.ts`')).toEqual(['src/g.ts', 'src/h.ts']);
    expect(files('The files: `src/j.ts`')).toEqual([]);
  });
});
