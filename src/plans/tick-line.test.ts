import { describe, expect, it } from 'vitest';
import { allMarked, marked } from '../../test/support/mark-plan.ts';
import { planOf } from '../../test/support/plan-files.ts';

describe('units without a box are marked in their line', () => {
  it.each([
    ['plan.md', '# Tram\n\n## Steps\n\n1. Rails\n   - long\n2. Wires  \n', '1. Rails', '1. Rails ✅'],
    ['PLAN.md', '# Tram\n\n1) **Rails** in `a.ts`\n2) Wires\n', '`a.ts`', '`a.ts` ✅'],
    ['PLAN.md', '# Tram\n\n## 1. Rails ##\n\nx\n\n## 2. Wires\n\ny\n', 'Rails ##', 'Rails ✅ ##'],
    ['.claude/plans/a.md', '# Tram\n\n### Step 1: Ä  \n\nx\n\n### Step 2: B\n\ny\n', 'Ä  ', 'Ä ✅  '],
    [
      'docs/plans/a.md',
      '\uFEFF# Tram Implementation Plan\r\n\r\n### Task 1: Rails\r\n\r\nx\r\n\r\n### Task 2: Wires\r\n\r\ny\r\n',
      'Task 1: Rails',
      'Task 1: Rails ✅',
    ],
    [
      'docs/epics.md',
      '# Epics\n\n## Epic 1\n\n**Story 1.1: Rails**\n\nx\n\n**Story 1.2: Wires**\n\ny\n',
      'Rails**',
      'Rails** ✅',
    ],
  ])('in %s: %j', (path, text, before, after) => {
    const [first] = planOf({ [path]: text }).units;
    expect(marked({ [path]: text }, first?.id ?? '')).toEqual({ [path]: text.replace(before, after) });
  });

  it.each([
    '# Tram\n\n## Steps\n\n1. Rails\n2. ✅ Wires\n3. Bell\n4. ~~Horses~~\n',
    '# Tram\n\n## 1. Rails\n\nx\n\n## 2. Wires ✅\n\ny\n\n## 3. Bell\n\nz\n',
    '# Tram plan\n\n## Phase 1: Rails\n\n- [ ] lay them\n\n## Phase 2: Wires\n\nx\n\n## Phase 3: Bell\n\n- ring\n',
  ])('keep id and title, and are done when the plan is read again: %j', (text) => {
    const before = planOf({ 'plan.md': text });
    const documents = allMarked({ 'plan.md': text });
    const after = planOf(documents);
    const names = (plan: typeof before) => plan.units.map(({ id, title }) => `${id} ${title}`);
    expect(names(after)).toEqual(names(before));
    expect(after.units.every(({ done }) => done)).toBe(true);
    for (const { id } of before.units)
      expect(marked({ 'plan.md': text }, id, undefined, documents)).toEqual(documents);
  });
});

describe('a chapter "Tasks"', () => {
  it.each([
    '# Tram Implementation Plan\n\n## Tasks\n\n- [ ] Rails\n- [ ] Wires\n',
    '# Tram plan\n\n## Overview\n\nx\n\n## Tasks\n\n1. Rails\n2. Wires\n',
    '# Tram plan\n\n## Task list\n\n- [ ] Rails\n\n## Tasks for later review\n\n- [ ] Wires\n',
  ])('is no task of the name s: %j', (text) =>
    expect(planOf({ 'docs/tram.md': text }).units.map(({ id, title }) => `${id} ${title}`)).toEqual([
      '1 Rails',
      '2 Wires',
    ]),
  );
});
