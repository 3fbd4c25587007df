import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFiles, planOf } from '../../test/support/plan-files.ts';
import type { Documents } from '../../test/support/plan-files.ts';
import { planFormats, type PlanFormatName } from '../contract/plan-formats.ts';
import { readPlan } from './read-plan.ts';

function refusal(documents: Documents, format?: PlanFormatName): string {
  const files = planFiles(documents);
  const read = readPlan(
    files,
    files.map(({ path }) => path),
    format ? { format } : {},
  );
  return read.ok ? `read as ${read.value.format}` : `${read.error.code}: ${read.error.message}`;
}

describe('documents that are not plans', () => {
  it.each([
    [
      'an analysis',
      '# Task 6.4: Analysis of sessions\n\n## Summary\n\nWords.\n\n## 1. Findings\n\n### 2. More\n\n## 3. Risks\n\n```\n- [ ] code\n```\n',
      /^invalid: x\.md is not a plan: 5 headings, but neither tasks nor checkboxes$/,
    ],
    [
      'a review of a plan',
      '# Review of the plan\n\n## Phase 1: A\n\nx\n\n## Phase 2: B\n',
      /^invalid: x\.md is not a plan: 3 headings/,
    ],
    [
      'chapters of a plan',
      '# Plan for the shop\n\n## 1. Aims\n\nx\n\n## 2. Means\n',
      /^invalid: x\.md is not a plan: 3 headings/,
    ],
    [
      'criteria alone',
      '# Shop\n\n## Why\n\nx\n\n## Acceptance Criteria\n\n- [ ] Fast\n- [ ] Small\n',
      /^invalid: x\.md is not a plan: its checkboxes are criteria, not work$/,
    ],
    [
      'how to plan',
      '# Use Plan Mode for shops\n\n## Step 1: Open it\n\nx\n\n## Step 2: Read it\n\nx\n',
      /^invalid: x\.md is not a plan: 3 headings/,
    ],
    [
      'a note',
      'Words.\n',
      /^invalid: x\.md is not a plan: it has neither headings nor tasks nor checkboxes$/,
    ],
    ['an empty document', ' \n\n', /^invalid: x\.md is not a plan: it is empty$/],
    ['a picture', Uint8Array.from({ length: 2000 }, (_, index) => index % 9), /^invalid: x\.md is not text$/],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x23, 0]), /^invalid: x\.md is UTF-16/],
    [
      'a document of 10 MB',
      new Uint8Array(10_000_000).fill(0x61),
      /^too_large: x\.md has 10\.0 MB, a plan file may have 8\.0 MB$/,
    ],
  ])('is refused with the reason: %s', (_name, content, reason) =>
    expect(refusal({ 'x.md': content })).toMatch(reason),
  );

  it('refuses a README that lists features', () => {
    const text = '# Shop\n\n- [x] Fast\n- [ ] Small\n';
    expect(refusal({ 'README.md': text })).toBe(
      'invalid: README.md is not a plan: it is a README: its checkboxes list features',
    );
    expect(refusal({ 'README.md': text }, 'checklist')).toBe('read as checklist');
    expect(refusal({ 'docs/readme.md': '# The Plan\n\n### Task 1: A\n\nx\n' })).toBe('read as superpowers');
  });

  it('refuses a guide for contributors', () => {
    const text = '# Contributing\n\n- [ ] I ran the tests\n';
    for (const path of [
      'CONTRIBUTING.md',
      '.github/PULL_REQUEST_TEMPLATE.md',
      '.github/ISSUE_TEMPLATE/bug.md',
    ])
      expect(refusal({ [path]: text })).toMatch(/is not a plan: it is for those who contribute/);
    expect(refusal({ 'CONTRIBUTING.md': text }, 'checklist')).toBe('read as checklist');
  });

  it('refuses numbered chapters that are no work, even of a file that is named as a plan', () => {
    const text =
      '# Shop\n\n## 0. Mission\n\nx\n\n## 1. Ground rules\n\nx\n\n## 2. Stages\n\n| a |\n|---|\n| b |\n';
    expect(refusal({ 'IMPLEMENTATION_PLAN.md': text })).toMatch(/is not a plan: 4 headings/);
  });

  it('refuses documents of two different formats', () => {
    const documents = {
      'a.md': '# A Plan\n\n## Task 1: A\n\nx\n',
      'b.md': '---\nphase: 01\nplan: 01\nwave: 1\n---\n<task><name>b</name></task>\n',
    };
    expect(refusal(documents)).toMatch(/^ambiguous: a\.md is superpowers .*, but b\.md is gsd/);
    expect(refusal(documents, 'gsd')).toBe('read as gsd');
  });

  it('refuses more units than are run', () => {
    expect(refusal({ 'x.md': '- [ ] x\n'.repeat(10_001) })).toBe(
      'too_large: x.md: 10001 units, a plan may have 10000',
    );
  });

  it('refuses a format that the document does not have', () => {
    expect(refusal({ 'x.md': '- [ ] x\n' }, 'gsd')).toMatch(/^invalid: x\.md: no unit found, read as gsd/);
  });
});

describe('documents in the place of another format', () => {
  it('is read by its words', () => {
    const plan = planOf({ 'specs/001-a/tasks.md': '# Plan\n\n## Task 1: A\n\nx\n\n## Task 2: B\n\ny\n' });
    expect(plan.format).toBe('superpowers');
    expect(
      planOf({ '.kiro/specs/a/tasks.md': '## T001: A\n\nx\n\n## T002: B\n\ny\n' }).units.map(({ id }) => id),
    ).toEqual(['T001', 'T002']);
  });

  it('of a file that is named as a plan chapters are the work where it numbers them', () => {
    const text = (cart: string, payment: string) =>
      `# Shop\n\n## Overview\n\nx\n\n## ${cart}\n\ny\n\n## ${payment}\n\nz\n\n## Success Criteria\n\n- fast\n`;
    expect(planOf({ 'PLAN.md': text('1. Cart', '2. Payment') }).units).toMatchObject([
      { id: '1', title: 'Cart' },
      { id: '2', title: 'Payment', prompt: '## 2. Payment\n\nz' },
    ]);
    expect(() => planOf({ 'PLAN.md': text('Cart', 'Payment') })).toThrow(/neither tasks nor checkboxes/);
  });
});

describe('unusual documents', () => {
  it('keeps NUL, CRLF and other letters in the words, and out of names', () => {
    const text = '\uFEFF# Pl\u0000an\r\n\r\n- [ ] ä\u0000 日本\u001B[31m\r\n- [X] b';
    const plan = planOf({ 'x.md': text });
    expect(plan.title).toBe('Plan');
    expect(plan.units.map(({ title, done }) => [title, done])).toEqual([
      ['ä 日本', false],
      ['b', true],
    ]);
    expect(plan.units[0]?.prompt).toBe('- [ ] ä\u0000 日本\u001B[31m');
  });

  it('reads front matter that nothing closes', () => {
    const plan = planOf({
      'x.md':
        '---\nphase: 01-a\nplan: 02\nwave: 1\n<objective>Do</objective>\n<tasks>\n<task type="auto">\n<name>a</name>\n</task>\n',
    });
    expect(plan.units[0]).toMatchObject({ id: '01-02', steps: [{ title: 'a' }] });
    expect(plan.problems).toMatchObject([{ code: 'unclosed_front_matter', line: 1 }]);
  });

  it('reads text that a YAML parser rejects, field by field', () => {
    const bomb = Array.from(
      'bcdefghij',
      (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(', ')}]`,
    ).join('\n');
    const plan = planOf({
      'x.md': `---\nphase: 01-a\nplan: 01\nwave: 3\na: &a [x, x]\n${bomb}\nq: ${'['.repeat(20_000)}\n---\n<task>\n<name>a</name>\n</task>\n`,
    });
    expect(plan.units[0]).toMatchObject({ id: '01-01', declared_wave: 3 });
  });

  it.each(['- ', '> ', '1. ', '- > '])(
    'reads %j nested ten thousand times as far as it goes, and says so',
    (mark) => {
      const plan = planOf({ 'x.md': `- [ ] a\n\n${mark.repeat(10_000)}x\n` });
      expect(plan.units[0]?.title).toBe('a');
      expect(plan.problems).toMatchObject([{ code: 'nested_too_deep', line: 3 }]);
    },
  );

  it('gives ids that occur again another name', () => {
    const plan = planOf({ 'x.md': '- [ ] T1: a\n- [ ] T1: b\n- [ ] T1~2: c\n' });
    expect(plan.units.map(({ id }) => id)).toEqual(
      ['T1', 'T1~2', 'T1~3'].map((id, index) => (index === 0 ? id : (expect.any(String) as string))),
    );
    expect(new Set(plan.units.map(({ id }) => id)).size).toBe(3);
    expect(plan.problems.some(({ code }) => code === 'repeated_id')).toBe(true);
  });

  it('reads five thousand units', () => {
    const text = Array.from(
      { length: 5_000 },
      (_, index) => `## Task ${index + 1}: Do it\n\n- [ ] **Step 1: it**\n`,
    ).join('\n');
    expect(planOf({ 'plan.md': `# Long Plan\n\n${text}` }).units.at(-1)).toMatchObject({
      id: '5000',
      depends_on: ['4999'],
    });
  });
});

const pieces = [
  '# A Plan\n',
  '## Phase 1: X\n',
  '## Task 1: X\n',
  '### Task 2a — Y\n',
  '- [ ] ',
  '- [x] ',
  '* [X]* ',
  '- [-] 1.2 ',
  'T001 [P] [US1] ',
  '1.1 ',
  '1. ',
  '```\n',
  '```markdown\n',
  '```bash\nnpm test\n',
  '~~~\n',
  '> ',
  '  ',
  '    ',
  '\t',
  '\n',
  '\n\n',
  '---\n',
  'phase: 01\nplan: 02\nwave: 1\n',
  'depends_on: [01, x]\n',
  'id: task-1\nstatus: x\n',
  '<task type="auto">\n',
  '</task>',
  '<verify>',
  '<automated>',
  '<!-- AC:BEGIN -->\n',
  '**Files:**\n',
  '- Create: `src/a.ts:1-2`\n',
  'Run: `npm test`\n',
  'Expected: PASS\n',
  '**Depends on:** Tasks 1-3, 9\n',
  '(depends: 1.1, 1.2)',
  '[SEQUENTIAL]',
  '**VERIFY 1:** x\n',
  'Tasks 1.1-1.9 are [SEQUENTIAL]\n',
  '{"tasks":[{"id":1',
  ',"dependencies":[2]}]}',
  '{"userStories":[{"id":"a"}]}',
  '"',
  '\\',
  '\u0000',
  '\uFEFF',
  'ä日\u{1F642}',
  '\uD800',
  '\r\n',
  '\r',
  'units:\n  - id: a\n    title: b\n',
  'development_status:\n  1-1-a: done\n',
  '[',
  '(',
  '`',
  '**',
];
const paths = [
  'x.md',
  'plan.yaml',
  'tasks.json',
  'issues.jsonl',
  '.kiro/specs/a/tasks.md',
  'openspec/changes/a/tasks.md',
  'a/01-02-PLAN.md',
  'specs/001-a/tasks.md',
  '.moai/specs/SPEC-A-1/plan.md',
  'backlog/tasks/task-1 - A.md',
  'sprint-status.yaml',
  '1-1-a.md',
  'docs/plans/task-01-a.md',
];
const text = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...pieces) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('any input', () => {
  const formats = fc.option(fc.constantFrom(...planFormats), { nil: undefined });

  it('never throws; ids are unique, ranges lie in their file, dependencies are units', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...paths), { minLength: 1, maxLength: 3 }),
        fc.array(text, { minLength: 3, maxLength: 3 }),
        formats,
        (names, texts, format) => {
          const files = planFiles(Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ''])));
          const read = readPlan(files, names, format ? { format } : {});
          if (!read.ok) {
            expect(read.error.message).not.toBe('');
            return;
          }
          const sizes = new Map(files.map(({ path, bytes }) => [path, bytes.length]));
          const ids = new Set(read.value.units.map(({ id }) => id));
          expect(ids.size).toBe(read.value.units.length);
          for (const { id, title, range, depends_on } of read.value.units) {
            expect(id).not.toBe('');
            expect(title).not.toBe('');
            expect(
              0 <= range.start && range.start <= range.end && range.end <= (sizes.get(range.path) ?? -1),
            ).toBe(true);
            expect(depends_on.every((need) => ids.has(need) && need !== id)).toBe(true);
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });
});
