import { describe, expect, it } from 'vitest';
import { allMarked } from '../../../../test/support/mark-plan.ts';
import { planOf, unitOf, graphOf } from '../../../../test/support/plan-files.ts';
import type { Plan } from '../../../contract/plan.ts';

const glance = ({ units }: Plan) =>
  units.map(
    ({ id, title, kind, done }) => `${id} ${title}${kind === 'auto' ? '' : ` (${kind})`}${done ? ' x' : ''}`,
  );

describe('todos of Cursor', () => {
  const plan = (todos: string) => `---\nname: Kiln\ntodos:\n${todos}---\n\n# Kiln\n`;
  const path = '.cursor/plans/kiln.plan.md';

  it.each([
    ['  - id: a\n    content: A\n', '  - id: a\n    content: A\n    status: completed\n'],
    [
      '- {id: a, content: "A: status", status: pending}\n',
      '- {id: a, content: "A: status", status: completed}\n',
    ],
    ['- { content: A }\n', '- { content: A, status: completed }\n'],
    ["  - content: A\n    status: 'pending'\n", "  - content: A\n    status: 'completed'\n"],
  ])('are marked however they are written: %j', (todos, after) => {
    const documents = { [path]: plan(todos) };
    const done = allMarked(documents);
    expect(done).toEqual({ [path]: plan(after) });
    expect(planOf(done).units[0]?.done).toBe(true);
  });

  it('are proved by the verification of the document; manual checks are for a person', () => {
    const text = `${plan('  - id: a\n    content: A\n  - id: b\n    content: B\n')}\n## Verification\n\n- Run \`npm test\`\n- Check the dial manually\n\n\`\`\`bash\nnpm run lint\n\`\`\`\n`;
    const read = planOf({ [path]: text });
    expect(unitOf(read, 'a').gate).toEqual([]);
    expect(unitOf(read, 'b').gate).toEqual(['npm test', 'npm run lint']);
    expect(unitOf(read, 'b').steps).toEqual([
      { title: 'Check the dial manually', kind: 'verify', done: false },
    ]);
  });
});

describe('Cursor', () => {
  const plan = (todos: string) =>
    planOf({
      '.cursor/plans/boat_1.plan.md': `---\nname: Boat\noverview: It floats.\ntodos:\n${todos}isProject: false\n---\n\n# Boat\n\n## Phase 1\n\nText.\n\n## Phase 2\n\nText.\n`,
    });

  it('has its units in the front matter, in order', () => {
    const read = plan(
      '  - id: hull\n    content: Caulk `src/hull.ts`\n    status: completed\n  - id: paint\n    content: "Paint it: red"\n    status: in_progress\n  - id: flag\n    content: No flag\n    status: cancelled\n',
    );
    expect([read.format, read.title]).toEqual(['cursor', 'Boat']);
    expect(glance(read)).toEqual(['hull Caulk src/hull.ts x', 'paint Paint it: red', 'flag No flag x']);
    expect(graphOf(read)).toEqual(['hull', 'paint <- hull', 'flag <- paint']);
    expect(unitOf(read, 'paint').prompt).toMatch(
      /Paint it: red[\s\S]*Read for it: \.cursor\/plans\/boat_1\.plan\.md/,
    );
  });

  it('goes by dependencies where an entry has some', () => {
    const read = plan(
      '  - id: a\n    content: A\n    status: pending\n    dependencies: []\n  - id: b\n    content: B\n    status: pending\n    dependencies:\n      - a\n  - id: c\n    content: C\n    status: pending\n    dependencies: [a]\n',
    );
    expect(graphOf(read)).toEqual(['a', 'b <- a', 'c <- a']);
  });

  it('is not a plan of Cursor where the list has no words', () => {
    expect(() => plan('  - one\n')).toThrow(/is not a plan/);
  });
});
