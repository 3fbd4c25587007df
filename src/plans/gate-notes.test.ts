import { expect, it } from 'vitest';
import { planOf, unitOf } from '../../test/support/plan-files.ts';

const tasks = `# Replace the queue Implementation Plan

**Goal:** Jobs survive a restart.

### Task 1: Write jobs to disk

- [ ] **Step 1: See that nobody uses the old one**

Run: \`grep -rn "MemoryQueue" lib && echo LEAK || echo CLEAN\`
Expected: \`CLEAN\`

- [ ] **Step 2: Run the tests**

Run: \`node --test 'lib/**/*.test.js'\`
Expected: PASS

- [ ] **Step 3: Look at it**

Run: \`curl -s "http://localhost:8080/jobs" | jq length\`
Expected: \`0\`

Run: \`docker compose down -v\`
Expected: PASS

### Task 2: Start it

- [ ] **Step 1: Write the test first**

Run: \`npm test -- start\`
Expected: FAIL

- [ ] **Step 2: Run it over two lines**

Run: \`npm run build && \\
  npm test\`
Expected: PASS
`;

it('reports for each command whether it became a gate, the gate, and the reason', () => {
  const plan = planOf({ 'docs/superpowers/plans/2026-11-01-queue.md': tasks });
  expect(unitOf(plan, '1').gate).toEqual(['! grep -rn "MemoryQueue" lib', "node --test 'lib/**/*.test.js'"]);
  expect(unitOf(plan, '2').gate).toEqual(['npm run build && npm test']);
  expect(plan.gate_notes).toEqual([
    {
      unit: '1',
      written: 'grep -rn "MemoryQueue" lib && echo LEAK || echo CLEAN',
      gate: '! grep -rn "MemoryQueue" lib',
      reason: 'the document expects that it finds nothing',
    },
    {
      unit: '1',
      written: "node --test 'lib/**/*.test.js'",
      gate: "node --test 'lib/**/*.test.js'",
      reason: null,
    },
    {
      unit: '1',
      written: 'curl -s "http://localhost:8080/jobs" | jq length',
      gate: null,
      reason: 'it reaches beyond the workspace',
    },
    { unit: '1', written: 'docker compose down -v', gate: null, reason: 'it reaches beyond the workspace' },
    {
      unit: '2',
      written: 'npm test -- start',
      gate: null,
      reason: 'the document does not say that it must succeed',
    },
    { unit: '2', written: 'npm run build && npm test', gate: 'npm run build && npm test', reason: null },
  ]);
});

it('keeps a GSD verification over several lines as one gate', () => {
  const plan = (verify: string) =>
    planOf({
      '.planning/phases/04-jobs/04-01-PLAN.md': `---
phase: 04-jobs
plan: 01
type: execute
wave: 1
depends_on: []
files_modified: [lib/a.js]
autonomous: true
---

<objective>Jobs.</objective>

<tasks>
<task type="auto">
  <name>Task 1: Jobs</name>
  <files>lib/a.js</files>
  <action>Write it.</action>
  <verify>${verify}</verify>
  <done>It is there.</done>
</task>
</tasks>
`,
    }).units[0]?.gate;
  expect(plan('\n  grep -q "a" lib/a.js && \\\n  grep -q "b" lib/a.js\n  ')).toEqual([
    'grep -q "a" lib/a.js && grep -q "b" lib/a.js',
  ]);
  expect(plan('\n  cd lib\n  node --test\n  npm run lint\n')).toEqual([
    'set -e\ncd lib\nnode --test\nnpm run lint',
  ]);
  expect(plan('\n  - `grep -rn "v1" lib` returns zero matches\n  - npm test (all green)\n')).toEqual([
    '! grep -rn "v1" lib',
    'npm test',
  ]);
  expect(plan('<automated>N=2\nnode check.js $N</automated>')).toEqual(['set -e\nN=2\nnode check.js $N']);
  expect(plan('grep -q "<Button>" lib/a.js')).toEqual(['grep -q "<Button>" lib/a.js']);
});

it('does not read the header of a diff, or a command in a container, as a gate of a story', () => {
  const plan = planOf({
    'docs/stories/2-1-lamps.md':
      '# Story 2.1: Lamps\n\nStatus: ready-for-dev\n\n## Acceptance Criteria\n\n1. They shine.\n\n## Testing\n\n' +
      '```\ndiff --git a/l.py b/l.py\n--- a/l.py\n+++ b/l.py\n```\n\n```bash\ndocker exec lamps pytest\n' +
      'pytest tests/test_lamps.py  # → 4 passed\ngit status\nprettier --write .\n```\n',
  });
  expect(plan.units[0]?.gate).toEqual([
    `out="$(pytest tests/test_lamps.py)" && printf '%s\\n' "$out" | grep -qw '4 passed'`,
  ]);
});

it('reports for each line of a block its gate, its shell, and missing comparisons', () => {
  const plan = planOf({
    'docs/plans/lamps/plan.md': '# Lamps\n',
    'docs/plans/lamps/task-01-a.md':
      '---\nid: "01-a"\ntitle: A\nstatus: pending\nwave: 1\ndepends_on: []\nplan: lamps\n---\n\n# A\n\n## Verification\n\n```bash\n' +
      'grep -c "^#" docs/a.md  # expect: 2\n[[ -f a.js ]] && npm test\nnpm test; npm run lint\nnpm run format && npm test\n' +
      'grep -rn log lib | wc -l\ntest "$PORT" = 1\ngit status\n```\n\n```js\nnpm.test()\n```\n',
  });
  expect(plan.gate_notes.map(({ written, gate, reason }) => [written, gate, reason])).toEqual([
    ['grep -c "^#" docs/a.md', 'test "$(grep -c "^#" docs/a.md)" -eq 2', 'the document states its output'],
    ['[[ -f a.js ]] && npm test', "bash -c '[[ -f a.js ]] && npm test'", 'only bash knows how to run it'],
    ['npm test; npm run lint', 'npm test && npm run lint', 'each of its commands must succeed'],
    [
      'npm run format && npm test',
      'npm test',
      'parts that hide its exit status or change files are left out',
    ],
    ['grep -rn log lib | wc -l', null, 'its exit status proves nothing'],
    ['test "$PORT" = 1', null, 'nothing in it sets the variable PORT'],
    ['git status', null, 'its exit status proves nothing'],
  ]);
});
