import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

describe('fairlead', () => {
  const text = `title: Größer
goal: More room
context: [docs/a.md]
units:
  - id: types
    title: Add the types
    files: src/types.ts
    gate:
      - npm test
  - id: look
    title: Look at it
    kind: verify
    depends_on: [types]
    agent: claude
    done: true
    prompt: |
      Über alles.

      - line
`;

  it('reads units as they are written', () => {
    const plan = planOf({ 'plan.yaml': text });
    expect(plan).toMatchObject({
      format: 'fairlead',
      title: 'Größer',
      goal: 'More room',
      context: ['docs/a.md'],
      problems: [],
    });
    expect(graphOf(plan)).toEqual(['types', 'look <- types']);
    expect(unitOf(plan, 'types')).toMatchObject({
      prompt: 'Add the types',
      files: ['src/types.ts'],
      gate: ['npm test'],
      done: false,
    });
    expect(unitOf(plan, 'look')).toMatchObject({
      kind: 'verify',
      agent: 'claude',
      done: true,
      prompt: 'Über alles.\n\n- line',
    });
  });

  it.each([
    ['an unknown key', 'goal: More', 'gaol: More', 'unknown_key', 2],
    ['an unknown key of a unit', 'kind: verify', 'knd: verify', 'unknown_key', 12],
    ['a wrong kind', 'kind: verify', 'kind: human', 'shape', 10],
    ['a list where text must be', 'title: Look at it', 'title: [Look]', 'shape', 11],
    ['an id that is none', 'id: look', 'id: look at', 'shape', 10],
    ['a dependency that is not there', '[types]', '[typos]', 'unknown_dependency', null],
  ])('refuses %s with the line', (_name, before, after, code, line) => {
    const [problem] = planOf({ 'plan.yaml': text.replace(before, after) }, 'fairlead').problems;
    expect(problem).toMatchObject({ severity: 'error', code });
    if (line !== null) expect(problem?.line).toBe(line);
  });

  it('refuses invalid YAML, with the line', () => {
    expect(() => planOf({ 'plan.yaml': text.replace('goal: More room', 'goal: "More') }, 'fairlead')).toThrow(
      /plan\.yaml: line \d+: Missing closing/,
    );
  });
});
