import { describe, expect, it } from 'vitest';
import { allMarked } from '../../../../test/support/mark-plan.ts';
import { graphOf, planOf, titlesOf, unitOf, wantedPaths } from '../../../../test/support/plan-files.ts';

describe('Agent OS', () => {
  const path = 'agent-os/specs/2026-11-01-kiln/tasks.md';
  const group = (number: number, needs: string) =>
    `#### Task Group ${number}: Part ${number}\n\n**Dependencies:** ${needs}\n\n- [ ] ${number}.0 Complete part ${number}\n  - [ ] ${number}.1 Write tests\n  - [ ] ${number}.2 Run \`npm test\`\n\n**Acceptance Criteria:**\n\n- Part ${number} is warm\n\n`;

  it('has groups of tasks as units, with their dependencies and acceptance criteria', () => {
    const read = planOf(
      {
        [path]: `# Task Breakdown: Kiln\n\n## Task List\n\n### Heat\n\n${group(1, 'None')}${group(2, 'Task Group 1')}${group(3, 'Task Groups 1, 2')}## Execution Order\n\n1. Heat (Task Group 1)\n2. Rest\n`,
      },
      undefined,
      ['agent-os/specs/2026-11-01-kiln/spec.md'],
    );
    expect(read.format).toBe('agent_os');
    expect(graphOf(read)).toEqual(['1', '2 <- 1', '3 <- 1 2']);
    expect(unitOf(read, '2')).toMatchObject({
      title: 'Part 2',
      acceptance: ['Part 2 is warm'],
      gate: ['npm test'],
    });
    expect(read.context).toEqual(['agent-os/specs/2026-11-01-kiln/spec.md']);
  });

  it('has numbered boxes as units in its first version', () => {
    const documents = {
      '.agent-os/specs/2026-11-01-kiln/tasks.md':
        '# Spec Tasks\n\n## Tasks\n\n- [ ] 1. Sensor\n  - [x] 1.1 Write tests\n  - [ ] 1.2 Wire it\n- [x] 2. Display\n  - [x] 2.1 Write tests\n',
    };
    expect(planOf(documents)).toMatchObject({ format: 'agent_os', title: '2026-11-01-kiln' });
    expect(titlesOf(documents)).toEqual(['1 Sensor', '2 Display x']);
    expect(allMarked(documents)[Object.keys(documents)[0] ?? '']).toContain('- [x] 1. Sensor');
  });

  it('is found in a repository that has nothing else', () =>
    expect(wantedPaths([path, 'agent-os/product/roadmap.md'], '.')).toContain(path));
});
