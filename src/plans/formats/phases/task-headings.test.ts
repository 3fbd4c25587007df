import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

const text = `# Small kitchen

## Rules

Never change the menu.

## P1: Store

### 1.1 Shelf [category: code] (no dependencies)

Targets:
- \`src/shelf.ts::Shelf\`
- \`tests/shelf.test.ts\`

\`\`\`bash
npm test -- shelf
\`\`\`

Expected: PASS

### 1.2 Label [category: code] (depends: 1.1)

Target: \`src/label.ts\`

### 1.3 Lamp

## Phase 2 [SEQUENTIAL]: Sale

### 2.1 Till (depends: P1)

- [ ] Drawer
- [ ] Bell

### 2.2 Receipt (depends on Phase 1, 1.2)

## Decisions

### 9 Chapter
`;

describe('phases whose tasks are headings', () => {
  const plan = planOf({ 'docs/kitchen.md': text });

  it('are read if a heading states its dependencies', () => {
    expect(plan).toMatchObject({ format: 'phases', title: 'Small kitchen', context: ['docs/kitchen.md'] });
    expect(plan.units.map(({ title }) => title)).toEqual(['Shelf', 'Label', 'Lamp', 'Till', 'Receipt']);
    expect(plan.problems).toEqual([]);
  });

  it('are ordered like those whose tasks are boxes', () => {
    expect(graphOf(plan)).toEqual([
      '1.1',
      '1.2 <- 1.1',
      '1.3',
      '2.1 <- 1.1 1.2 1.3',
      '2.2 <- 1.1 1.2 1.3 2.1',
    ]);
    const forward = planOf({ 'a.md': text.replace('(no dependencies)', '(depends: P2)') });
    expect(forward.problems).toMatchObject([{ code: 'unknown_dependency', unit: '1.1' }]);
  });

  it('include the text below the heading', () => {
    expect(unitOf(plan, '1.1')).toMatchObject({
      files: ['src/shelf.ts', 'tests/shelf.test.ts'],
      gate: ['npm test -- shelf'],
    });
    expect(unitOf(plan, '1.2').files).toEqual(['src/label.ts']);
    expect(unitOf(plan, '2.1').steps).toMatchObject([{ title: 'Drawer' }, { title: 'Bell' }]);
    expect(unitOf(plan, '2.2').prompt).toBe('### 2.2 Receipt (depends on Phase 1, 1.2)');
  });

  it('keep their state where boxes keep theirs', () => {
    const done = planOf({
      'docs/plans/kitchen.md': text,
      'docs/plan-outputs/kitchen/status.json': '{"tasks":[{"id":"1.1","status":"completed"}]}',
    });
    expect(unitOf(done, '1.1').done).toBe(true);
    const ticked = planOf({ 'kitchen.md': text.replaceAll('- [ ]', '- [x]') });
    expect(unitOf(ticked, '2.1').done).toBe(true);
    expect(unitOf(ticked, '2.2').done).toBe(false);
  });

  it('are chapters if none depends on another', () => {
    const chapters = text.replaceAll(/ \(depends[^)]*\)/g, '').replaceAll('- [ ]', '-');
    expect(() => planOf({ 'docs/kitchen.md': chapters })).toThrow(/is not a plan/);
  });
});
