import { describe, expect, it } from 'vitest';
import { planOf } from '../../../../test/support/plan-files.ts';

describe("Claude Code's plan mode", () => {
  const path = '.claude/plans/warm-owl.md';

  it.each([
    '### 1. Sensor\n\nx\n\n### 2. Display\n\ny\n',
    '1. Sensor\n2. Display\n',
    '## Phase A: Sensor\n\nx\n\n## Phase B: Display\n\ny\n',
    '## Changes\n\n### Sensor\n\nx\n\n### Display\n\ny\n',
    '## Step 1 — Sensor\n\nx\n\n## Step 2 — Display\n\ny\n',
  ])('has its steps as units, and its verification as the gate of the last: %j', (steps) => {
    const lead = steps.startsWith('##') && !steps.startsWith('###') ? '' : '## Implementation\n\n';
    const text = `# Kiln\n\n## Context\n\nCold.\n\n${lead}${steps}\n## Verification\n\n1. Run \`npm test\`\n2. Manually look at the dial\n`;
    const read = planOf({ [path]: text });
    expect(read.units.map(({ title }) => title)).toEqual(['Sensor', 'Display']);
    expect(read.units.map(({ gate }) => gate)).toEqual([[], ['npm test']]);
    expect(read.units[1]?.depends_on).toEqual([read.units[0]?.id]);
  });

  it('names the files of its headings', () => {
    const text = '# Kiln\n\n## Changes\n\n### `src/a.ts`\n\n- x\n\n### `src/b.ts` (new)\n\n- y\n';
    expect(planOf({ [path]: text }).units.map(({ files }) => files)).toEqual([['src/a.ts'], ['src/b.ts']]);
  });

  it.each([
    '# Kiln\n\n## Approach\n\n### Sensor\n\nx\n\n### Display\n\ny\n',
    '# Kiln\n\n## Context\n\nx\n\n## Design\n\ny\n',
    '# Kiln\n\n## Overview\n\n### Steps\n\nWe go on.\n',
  ])('has no units where the document only tells: %j', (text) =>
    expect(() => planOf({ [path]: text })).toThrow(/is not a plan/),
  );
});
