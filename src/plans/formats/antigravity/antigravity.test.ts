import { describe, expect, it } from 'vitest';
import { allMarked } from '../../../../test/support/mark-plan.ts';
import {
  graphOf,
  personStepsOf,
  planOf,
  titlesOf,
  unitOf,
  wantedPaths,
} from '../../../../test/support/plan-files.ts';

describe('Antigravity', () => {
  const change = (kind: string, name: string, folder: string) =>
    `#### [${kind}] [${name}](file:///home/ida/kiln/${folder}/${name})\n\n- Change it.\n\n`;
  const plan = `# Kiln control\n\nKeep the heat.\n\n## Proposed Changes\n\n### Sensor\n\n${change('NEW', 'probe.ts', 'src/heat')}${change('MODIFY', 'main.ts', 'src')}---\n\n### Display\n\n${change('DELETE', 'old dial.ts'.replace(' ', '-'), 'src')}## Verification Plan\n\n### Automated Tests\n\n- \`npm test\`\n- Run \`npm run lint\`\n\n### Manual Verification\n\n- Fire the kiln and read the display\n`;

  it('has the components of the proposed changes as units, proved by its verification plan', () => {
    const read = planOf({ 'implementation_plan.md': plan }, undefined, ['src/main.ts', 'src/heat/curve.ts']);
    expect(read.format).toBe('antigravity');
    expect(read.units.map(({ title }) => title)).toEqual(['Sensor', 'Display']);
    expect(graphOf(read)).toEqual(['1', '2 <- 1']);
    expect(unitOf(read, '1').files).toEqual(['src/heat/probe.ts', 'src/main.ts']);
    expect(unitOf(read, '2').gate).toEqual(['npm test', 'npm run lint']);
    expect(personStepsOf({ 'implementation_plan.md': plan })).toEqual([
      '2 verify Fire the kiln and read the display',
    ]);
  });

  it('has files as units where nothing groups them, and takes its title from its goal', () => {
    const text = `# Goal Description\n\nKeep the heat. Slowly.\n\n## 拟议的更改\n\n${change('MODIFY', 'main.ts', 'src')}${change('NEW', 'b.ts', 'src')}## 验证计划\n\n### 手动验证\n\n- 查看窑炉\n`;
    const documents = { '.gemini/antigravity/brain/7f/implementation_plan.md': text };
    expect(planOf(documents).title).toBe('Keep the heat.');
    expect(titlesOf(documents)).toEqual(['1 Modify main.ts', '2 Add b.ts']);
    expect(personStepsOf(documents)).toEqual(['2 verify 查看窑炉']);
  });

  it('goes by the boxes of its task.md, which the plan beside it proves', () => {
    const documents = {
      'brain/7f/task.md':
        '# Kiln\n\n- [x] Look around <!-- id: 0 -->\n- [/] Sensor <!-- id: 1 -->\n  - [ ] probe <!-- id: 2 -->\n',
      'brain/7f/implementation_plan.md': plan,
    };
    const read = planOf(documents);
    expect(read.format).toBe('antigravity');
    expect(titlesOf(documents)).toEqual(['1 Look around x', '2 Sensor']);
    expect(unitOf(read, '2').gate).toEqual(['npm test', 'npm run lint']);
    expect(read.context).toContain('brain/7f/implementation_plan.md');
    expect(allMarked(documents)['brain/7f/task.md']).toContain(
      '- [x] Sensor <!-- id: 1 -->\n  - [x] probe <!-- id: 2 -->',
    );
    expect(wantedPaths(Object.keys(documents), 'brain')).toEqual(Object.keys(documents));
  });

  it('reports that the plan asks for a review, and ticks the headings of completed units', () => {
    const text = plan.replace('## Proposed', '## User Review Required\n\n> Is it safe?\n\n## Proposed');
    expect(planOf({ 'implementation_plan.md': text }).problems.map(({ code }) => code)).toEqual([
      'review_required',
    ]);
    const after = allMarked({ 'implementation_plan.md': text });
    expect(titlesOf(after)).toEqual(['1 Sensor x', '2 Display x']);
  });

  it.each([
    ['IMPLEMENTATION_PLAN.md', '# Kiln plan\n\n- [ ] Sensor\n- [ ] Display\n', 'checklist'],
    [
      'implementation_plan.md',
      '# Kiln Plan\n\n### Task 1: Sensor\n\nx\n\n### Task 2: Display\n\ny\n',
      'superpowers',
    ],
    ['docs/task.md', '# Kiln\n\n- [ ] Sensor\n- [ ] Display\n', 'checklist'],
  ])('does not take every %s for one of its own', (path, text, format) =>
    expect(planOf({ [path]: text }).format).toBe(format),
  );
});
