import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('phases with verification', () => {
  const phase = (number: number, automated: string, manual: string) =>
    `## Phase ${number}: Part ${number}\n\n### Changes Required\n\n**File**: \`src/p${number}.ts\`\n\n### Success Criteria\n\n${automated}\n${manual}\n`;

  it('separate gates from manual checks', () => {
    const read = planOf({
      'thoughts/shared/plans/boat.md': `# Boat\n\n## What We're NOT Doing\n\n- [ ] sails\n\n${phase(1, '#### Automated Verification:\n\n- [ ] Types: `npm run typecheck`\n- [ ] No leaks\n', '#### Manual Verification:\n\n- [ ] It floats\n- [ ] It is dry\n')}${phase(2, '#### Automated Verification\n\n- [ ] `make test` passes\n', '')}`,
    });
    expect(read.format).toBe('verified_phases');
    expect(graphOf(read)).toEqual(['1', '2 <- 1']);
    expect(unitOf(read, '1').gate).toEqual(['npm run typecheck']);
    expect(unitOf(read, '1').acceptance).toContain('No leaks');
    expect(unitOf(read, '1').files).toEqual(['src/p1.ts']);
    expect(unitOf(read, '1').steps.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      'verify It floats',
      'verify It is dry',
    ]);
    expect(unitOf(read, '2').gate).toEqual(['make test']);
  });

  it('are known by bold labels too', () => {
    const read = planOf({
      'docs/boat.md': `# Boat\n\n${phase(1, '**Automated Verification:**\n\n- [ ] `npm test`\n', '**Manual Verification:**\n\n- [ ] It floats\n')}`,
    });
    expect(unitOf(read, '1').gate).toEqual(['npm test']);
    expect(unitOf(read, '1').steps.map(({ kind }) => kind)).toEqual(['verify']);
  });

  it('are done where all of it is checked', () => {
    const read = planOf({
      'docs/boat.md': `# Boat\n\n${phase(1, '#### Automated Verification:\n- [x] `npm test`\n', '#### Manual Verification:\n- [x] It floats\n')}${phase(2, '#### Automated Verification:\n- [x] `npm test`\n', '#### Manual Verification:\n- [ ] It floats\n')}`,
    });
    expect(read.units.map(({ done }) => done)).toEqual([true, false]);
  });
});
