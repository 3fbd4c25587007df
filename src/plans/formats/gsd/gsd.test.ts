import { describe, expect, it } from 'vitest';
import { graphOf, planOf, unitOf } from '../../../../test/support/plan-files.ts';

const first = `---
phase: 02-cache-layer
plan: 01
type: execute
wave: 1
depends_on: []
files_modified:
  - src/cache/store.ts
  - src/cache/evict.ts
autonomous: true
must_haves:
  truths:
    - Entries older than their age are never returned
  key_links:
    - from: src/cache/store.ts
      pattern: "evict\\(|expire\\("
---

<objective>
Build a cache that **forgets** in time.

Purpose: fewer calls.
</objective>

<context>
@.planning/PROJECT.md
@src/cache/store.ts
</context>

<tasks>

<task type="auto">
  <name>Task 1: Store entries with an age</name>
  <files>src/cache/store.ts</files>
  <action>
    Write it like this:
    \`\`\`xml
    <task type="auto"><name>not a task</name></task>
    \`\`\`
  </action>
  <verify>npm test -- cache/store</verify>
  <done>Entries have an age.</done>
</task>

<task type="tdd">
  <name>Task 2: Evict</name>
  <files>src/cache/evict.ts, src/cache/index.ts</files>
  <action>Evict.</action>
  <verify>
    <automated>npm run lint &amp;&amp; npm test -- evict && echo "OK" || echo "FAIL"</automated>
  </verify>
  <done>Old entries go.</done>
</task>

<task type="checkpoint:human-verify" gate="blocking">
  <what-built>The cache</what-built>
  <how-to-verify>Open the page and look.</how-to-verify>
</task>

</tasks>

<verification>
Make sure that the page is fast.
</verification>

<output>
After completion, create \`.planning/phases/02-cache-layer/02-01-SUMMARY.md\`
</output>
`;

const second = `---
phase: 02-cache-layer
plan: 02
wave: 2
depends_on: ["01"]
files_modified: [src/api.ts]
---
<objective>Use the cache.</objective>
<tasks>
<task type="auto"><name>Use it</name><verify>The page loads and shows entries.</verify></task>
</tasks>
`;

const folder = '.planning/phases/02-cache-layer';
const paths = { first: `${folder}/02-01-PLAN.md`, second: `${folder}/02-02-PLAN.md` };

describe('GSD', () => {
  it('makes a unit of a file, and steps of its tasks', () => {
    const plan = planOf({ [paths.first]: first });
    expect(plan).toMatchObject({ format: 'gsd', context: ['.planning/PROJECT.md', 'src/cache/store.ts'] });
    expect(plan.goal).toMatch(/^Build a cache/);
    expect(unitOf(plan, '02-01')).toMatchObject({
      title: 'Build a cache that forgets in time.',
      kind: 'auto',
      declared_wave: 1,
      files: ['src/cache/store.ts', 'src/cache/evict.ts', 'src/cache/index.ts'],
      steps: [
        { title: 'Store entries with an age', kind: 'auto', done: false },
        { title: 'Evict', kind: 'auto', done: false },
        { title: 'The cache', kind: 'verify', done: false },
      ],
      gate: ['npm test -- cache/store', 'npm run lint && npm test -- evict'],
      prompt: first.trimEnd(),
      done: false,
    });
  });

  it('keeps words as acceptance, commands as gate', () => {
    const { acceptance } = unitOf(planOf({ [paths.first]: first }), '02-01');
    expect(acceptance).toContain('Make sure that the page is fast.');
    expect(acceptance).toContain('Entries older than their age are never returned');
    expect(unitOf(planOf({ [paths.second]: second, [paths.first]: first }), '02-02').gate).toEqual([]);
  });

  it('reads several files as one plan, in two waves', () => {
    const plan = planOf({ [paths.second]: second, [paths.first]: first });
    expect(plan.title).toBe('02-cache-layer');
    expect(graphOf(plan)).toEqual(['02-01', '02-02 <- 02-01']);
    expect(plan.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('reads front matter that is no valid YAML', () => {
    const plan = planOf({ [paths.first]: first });
    expect(plan.problems).toMatchObject([{ severity: 'note', code: 'invalid_yaml' }]);
    expect(plan.units[0]?.declared_wave).toBe(1);
  });

  it('is done when its summary exists', () => {
    const summary = `${folder}/02-01-SUMMARY.md`;
    const plan = planOf({ [paths.second]: second }, undefined, [paths.first, summary]);
    expect(graphOf(plan)).toEqual(['02-02']);
    expect(plan.problems).toEqual([]);
    expect(planOf({ [paths.first]: first }, undefined, [summary]).units[0]?.done).toBe(true);
  });

  it('names the file that a dependency needs', () => {
    for (const name of ['02-01', '02-01-PLAN', '02-01-PLAN.md', 'Plan 1']) {
      const written = second.replace(/depends_on: .*/, `depends_on: ["${name}"]`);
      const { problems } = planOf({ [paths.second]: written }, undefined, [paths.first]);
      expect([name, ...problems]).toMatchObject([name, { severity: 'error', code: 'dependency_not_named' }]);
      expect(problems[0]?.message).toContain(paths.first);
    }
  });

  it('knows all ways in which a dependency is written', () => {
    for (const written of ['02-01', '"01"', '02-01-PLAN.md', '2-1', '02-cache-layer/02-01-PLAN.md']) {
      const text = second.replace('["01"]', `[${written}]`);
      expect(graphOf(planOf({ [paths.first]: first, [paths.second]: text }))).toEqual([
        '02-01',
        '02-02 <- 02-01',
      ]);
    }
  });

  it('reads a plan without front matter by its name', () => {
    const plan = planOf({
      '.planning/quick/260506-g5q-PLAN.md': '<tasks><task type="auto">\n<name>Fix it</name>\n</task></tasks>',
    });
    expect(plan.units).toMatchObject([{ id: '260506-g5q', steps: [{ title: 'Fix it' }] }]);
  });

  it('reads decimal phases and letters', () => {
    const text = second
      .replace('phase: 02-cache-layer', 'phase: 02.2-hotfix')
      .replace('plan: 02', 'plan: 08a')
      .replace('["01"]', '[]');
    expect(planOf({ 'x.md': text }).units[0]?.id).toBe('02.2-08a');
    expect(planOf({ 'p/06-03a-PLAN.md': text }).units[0]?.id).toBe('06-03a');
  });

  it('lets a person look where it says so, and proves nothing in other directories', () => {
    const text = second
      .replace('files_modified', 'autonomous: false\nfiles_modified')
      .replace('The page loads and shows entries.', '<automated>cd /Users/me/shop && npm test</automated>');
    const plan = planOf({ [paths.first]: first, [paths.second]: text });
    expect(unitOf(plan, '02-02')).toMatchObject({ gate: [], steps: [{ kind: 'auto' }, { kind: 'verify' }] });
    expect(plan.problems.map(({ code }) => code)).toContain('gate_elsewhere');
  });

  it('leaves manual tasks to a person', () => {
    const text = second.replace(
      /<task .*<\/task>/,
      '<task type="checkpoint:human-action"><name>Buy a certificate</name></task>',
    );
    expect(planOf({ [paths.second]: text }).units[0]).toMatchObject({
      kind: 'act',
      steps: [{ title: 'Buy a certificate', kind: 'act' }],
    });
  });

  it('takes several lines for one command, and no words or scripts for any', () => {
    const verify = (words: string) =>
      unitOf(
        planOf({
          [paths.second]: second
            .replace('["01"]', '[]')
            .replace('The page loads and shows entries.', `<automated>${words}</automated>`),
        }),
        '02-02',
      );
    expect(verify('test -f src/api.ts &amp;&amp; \\\n  npm test').gate).toEqual([
      'test -f src/api.ts && npm test',
    ]);
    expect(verify('cd api\nnpm test\n# and then\nnpm run lint').gate).toEqual([
      'cd api && npm test && npm run lint',
    ]);
    expect(verify('npm run build 2>&1 | tail -5').gate).toEqual(['npm run build 2>&1']);
    for (const words of [
      'In `api/`: `npm test`, danach `npm run lint`.',
      'All entries are shown',
      'set -e\nfor page in 1 2; do\n  curl -f localhost/$page\ndone',
    ])
      expect(verify(words)).toMatchObject({ gate: [], acceptance: [words.replaceAll(/\s+/g, ' ')] });
  });

  it('keeps the lines of a statement together', () => {
    const text = second
      .replace('The page loads and shows entries.', 'Look.')
      .replace('</task>', '<done>\n- Old entries\n  go\n- New ones stay\n</done></task>')
      .replace('Use the cache.', 'Use the cache\neverywhere.\nOutput: speed');
    const unit = unitOf(planOf({ [paths.second]: text.replace('["01"]', '[]') }), '02-02');
    expect(unit.title).toBe('Use the cache everywhere.');
    expect(unit.acceptance).toEqual(['Look.', 'Old entries go', 'New ones stay']);
  });

  it('takes a decision for a decision, not for its first option', () => {
    const text = second.replace(
      /<task .*<\/task>/,
      '<task type="checkpoint:decision"><decision>Which cache?</decision><options><option id="a"><name>Ours</name></option></options></task>',
    );
    expect(planOf({ [paths.second]: text }).units[0]?.steps).toMatchObject([
      { title: 'Which cache?', kind: 'decide' },
    ]);
  });

  it('knows summaries by the name of their phase', () => {
    const summary = `${folder}/02-cache-layer-01-SUMMARY.md`;
    const plan = planOf({ [paths.second]: second }, undefined, [paths.first, summary]);
    expect(plan.problems).toEqual([]);
    expect(planOf({ [paths.first]: first }, undefined, [summary]).units[0]?.done).toBe(true);
  });

  it('reads text after the path of a document, and phases without a number', () => {
    const text = second
      .replace('02-cache-layer', 'quick-12')
      .replace('plan: 02', 'plan: 12')
      .replace('<tasks>', '<context>\n@src/api.ts (its routes)\n</context>\n<tasks>');
    const plan = planOf({ '.planning/quick/12-x/12-PLAN.md': text.replace('["01"]', '[]') });
    expect(plan).toMatchObject({ context: ['src/api.ts'], units: [{ id: 'quick-12' }] });
  });

  it('takes the objective of the plan, not that of its tasks', () => {
    const plan = planOf({
      'phases/15-x/02-auth-PLAN.md':
        '---\nwave: 2\ndepends_on: []\n---\n# 02\n\n## Objective\nLet people in.\n\n<task>\n<objective>Log in</objective>\n</task>\n',
    });
    expect(plan).toMatchObject({ format: 'gsd', format_reason: 'a plan file with <task> blocks' });
    expect(plan.units).toMatchObject([
      { id: '02-auth', title: 'Let people in.', steps: [{ title: 'Log in' }] },
    ]);
  });

  it('takes success criteria that are a command which passes', () => {
    const plan = planOf({
      '.planning/phases/01-a/01-01-PLAN.md':
        '---\nphase: 01-a\nplan: 01\nwave: 1\n---\n<tasks><task type="auto"><name>A</name></task></tasks>\n<success_criteria>\n- [ ] pnpm typecheck passes\n- [ ] It is fast\n</success_criteria>\n',
    });
    expect(plan.units).toMatchObject([
      { gate: ['pnpm typecheck'], acceptance: ['pnpm typecheck passes', 'It is fast'] },
    ]);
  });

  it('reads tasks in headings; the title of the file is that of the plan', () => {
    const plan = planOf({
      '.planning/phases/01-base/02-PLAN.md':
        '---\nwave: 1\ndepends_on: []\n---\n\n# Plan 1.2 — Control table\n\n## <task id="table">\n\n<read_first>\n- `a.sql`\n</read_first>\n\n<action>\nAdd the table\n</action>\n\n</task>\n',
    });
    expect(plan).toMatchObject({ format: 'gsd', title: 'Plan 1.2 — Control table' });
    expect(plan.units.map(({ steps }) => steps.map(({ title }) => title))).toEqual([['Add the table']]);
  });
});
