import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentOf, importedAndRead, planOf } from '../../test/support/plan-files.ts';
import type { PlanUnit, UnitKind } from '../contract/plan.ts';
import { assemble } from '../plans/assemble.ts';
import { unitDraft, type UnitDraft } from '../plans/draft.ts';
import { readSourceText } from '../plans/text/source-text.ts';

/** Text that YAML, JSON, a terminal or a shell could misread. */
const hostile = fc.constantFrom(
  '',
  ' ',
  'no',
  '~',
  '1.10',
  '- a',
  '#1',
  '"',
  "it's",
  'a: b',
  '[[[[',
  '{{',
  '\\',
  'x ? y : z',
  'tail  ',
  '\n\n',
  '\u2028',
  '\u202Eabc',
  '\uFEFF',
  '\u0085',
  '日本',
  '---',
  '%TAG',
  '&a *a',
  '|',
  '\t',
  '1~2',
  'A',
  'a',
);
const text = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 4 })
  .map((parts) => parts.join(''));
const kind = fc.constantFrom<UnitKind>('auto', 'verify', 'decide', 'act');

const unit = fc.record({
  id: text,
  title: text,
  kind,
  needs: fc.array(text, { maxLength: 2 }),
  files: fc.array(text, { maxLength: 2 }),
  gate: fc.array(
    text.filter((command) => command.trim() !== ''),
    { maxLength: 3 },
  ),
  acceptance: fc.array(text, { maxLength: 2 }),
  steps: fc.array(fc.record({ title: text, kind, done: fc.boolean() }), { maxLength: 3 }),
  declared_wave: fc.option(fc.integer({ min: 1, max: 40 })),
  agent: fc.option(fc.constantFrom('claude', 'codex')),
  done: fc.boolean(),
  prompt: text,
});

it('an imported plan says the same as the plan, whatever its words are', () => {
  const source = readSourceText({ path: 'x.md', bytes: new Uint8Array(), sha256: '' });
  fc.assert(
    fc.property(
      fc.array(unit, { minLength: 1, maxLength: 5 }),
      text,
      fc.option(text),
      (units, title, goal) => {
        const drafts = units.map(({ id, title: words, ...known }): UnitDraft => {
          const range: PlanUnit['range'] = { path: 'x.md', start: 0, end: 0 };
          return unitDraft(source, range, id, words, known);
        });
        // Each except the first waits for the one before it, whatever its id.
        for (const [index, draft] of drafts.entries())
          draft.after = drafts.slice(Math.max(0, index - 1), index);
        const draft = { title, goal, context: ['README.md'], units: drafts, problems: [] };
        const plan = assemble(draft, 'checklist', 'a test', []);
        expect(contentOf(importedAndRead(plan))).toEqual(contentOf(plan));
      },
    ),
    { numRuns: 300 },
  );
});

it('a plan full of brackets and questions can be imported', () => {
  const code = `${'['.repeat(200)}${'{'.repeat(200)}${'a ? b : c\n'.repeat(200)}`;
  const plan = planOf({
    'tasks.md': `# Plan\n\n- [ ] 1. Parse\n\n  \`\`\`\n  ${code.replaceAll('\n', '\n  ')}\n  \`\`\`\n- [ ] 2. Test\n`,
  });
  expect(plan.units[0]?.prompt).toContain('[[[[');
});

it('units whose ids differ in case, in white space or by a repetition keep their dependencies', () => {
  const plan = planOf({
    'tasks.md': '# Plan\n\n### Task A: One\n\nx\n\n### Task A: Two\n\nx\n\n### Task B: Three\n\nx\n',
  });
  expect(plan.units.map(({ id, depends_on }) => [id, ...depends_on])).toEqual([
    ['A'],
    ['A~2', 'A'],
    ['B', 'A~2'],
  ]);
});
