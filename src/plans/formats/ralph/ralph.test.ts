import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('Ralph', () => {
  const story = (id: string, priority: number, more: object = {}) => ({
    id,
    title: id,
    description: 'd',
    acceptanceCriteria: ['It works', '`npm run typecheck` passes'],
    priority,
    passes: false,
    ...more,
  });

  it('orders by priority if no story states its dependencies', () => {
    const plan = planOf({
      'prd.json': JSON.stringify({
        name: 'Shop',
        userStories: [story('US-2', 2), story('US-1', 1, { passes: true })],
      }),
    });
    expect(plan).toMatchObject({ format: 'ralph', title: 'Shop' });
    expect(graphOf(plan)).toEqual(['US-2 <- US-1', 'US-1']);
    expect(unitOf(plan, 'US-1')).toMatchObject({ done: true, gate: ['npm run typecheck'] });
  });

  it('takes files and commands where they are listed', () => {
    const more = { files: ['src/a.ts'], verifyCommands: ['npm run lint', 'npm install x'] };
    const plan = planOf({ 'prd.json': JSON.stringify({ userStories: [story('A', 1, more)] }) });
    expect(unitOf(plan, 'A')).toMatchObject({
      files: ['src/a.ts'],
      gate: ['npm run lint', 'npm run typecheck'],
    });
  });

  it('goes by dependencies where they are said', () => {
    const plan = planOf({
      'prd.json': JSON.stringify({
        userStories: [story('A', 1), story('B', 2, { dependsOn: ['A'] }), story('C', 3)],
      }),
    });
    expect(graphOf(plan)).toEqual(['A', 'B <- A', 'C']);
  });

  it('reads a bare list, and the names that others give to files and commands', () => {
    const story = {
      title: 'A',
      filesToModify: ['src/a.ts'],
      verificationCommands: ['npm test', 'npm start'],
    };
    const text = JSON.stringify([
      { id: 'a', ...story, passes: false },
      { id: 'b', description: 'Only described', passes: true },
    ]);
    const plan = planOf({ 'ralph/prd.json': text });
    expect(plan.units).toMatchObject([
      { id: 'a', files: ['src/a.ts'], gate: ['npm test'], done: false },
      { id: 'b', title: 'Only described', done: true },
    ]);
  });
});
