/** Documents that are damaged, far too large or no plan at all: each is refused in a line or read as it is meant. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { PlanView } from '../../src/contract/answer.ts';
import type { RunView } from '../../src/contract/run.ts';
import { createWorld, readJournal, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ config: { default_agent: 'scripted' } });
  await world.startDaemon();
});

afterAll(() => world[Symbol.asyncDispose]());

const yaml = 'title: x\nunits:\n  - { id: a, prompt: x }\n  - { id: b, depends_on: [a], prompt: y }\n';
const boxes = '# Plan\n\n- [ ] write a\n- [ ] write b\n';
const ring = [1, 2, 3, 4, 5].map((n) => `  - { id: u${n}, depends_on: [u${(n % 5) + 1}], prompt: x }\n`);
const line = '- [ ] write a very long line of text\n';

const refused: [name: string, document: string | Buffer, reason: RegExp][] = [
  ['empty.md', '', /empty\.md is not a plan: it is empty/],
  ['blank.md', '\n \n\n', /blank\.md is not a plan: it is empty/],
  ['empty.yaml', '', /empty\.yaml is not a plan: YAML without units/],
  ['ring.yaml', `title: x\nunits:\n${ring.join('')}`, /u1 → u2 → u3 → u4 → u5 → u1: take one/],
  ['self.yaml', 'title: x\nunits:\n  - { id: a, depends_on: [a], prompt: x }\n', /a depends on itself/],
  ['unknown.yaml', 'title: x\nunits:\n  - { id: a, depends_on: [b, c], prompt: x }\n', /depends on b/],
  ['twice.yaml', 'title: x\nunits:\n  - { id: a, prompt: x }\n  - { id: a, prompt: y }\n', /the id a occurs/],
  ['ten.md', `# Plan\n\n${line.repeat(10_500_000 / line.length)}`, /ten\.md has 10\.0 MB; .* may have 8 MB/],
  ['many.md', `# Plan\n\n${line.repeat(190_000)}`, /190000 units, a plan may have 10000/],
  ['utf16.md', Buffer.from(`\uFEFF${boxes}`, 'utf16le'), /utf16\.md is UTF-16/],
  ['program.md', Buffer.from(Array.from({ length: 4_000 }, (_, n) => n % 32)), /program\.md is not text/],
  ['nul.md', 'a\0b', /nul\.md is not a plan/],
  [
    'deep.yaml',
    `units:\n  - id: a\n    prompt: ${'['.repeat(100_000)}\n`,
    /deep\.yaml: it is nested too deep/,
  ],
  [
    'deep.json',
    `{"tasks":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
    /task 1 of the list is not an object/,
  ],
  ['quoted.md', `# Plan\n\n${'>'.repeat(50_000)} - [ ] a\n`, /quoted\.md is not a plan/],
];

const read: [name: string, document: string][] = [
  ['crlf.yaml', yaml.replaceAll('\n', '\r\n')],
  ['crlf.md', boxes.replaceAll('\n', '\r\n')],
  ['bom.yaml', `\uFEFF${yaml}`],
  ['bom.md', `\uFEFF${boxes}`],
];

describe('a document', () => {
  it.each(refused)(
    '%s is refused with the reason, and nothing is started',
    async (name, document, reason) => {
      writeFileSync(join(world.repo, name), document);
      const result = await world.cli('run', name);
      expect([1, 2], result.stderr).toContain(result.status);
      expect(result.stderr).toMatch(reason);
      expect(result.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
      expect(result.stdout).toBe('');
      await expect(world.client.runs()).resolves.toEqual([]);
      await expect(world.client.sessions({ all: true })).resolves.toEqual([]);
    },
  );

  it.each(read)('%s is read as if it had neither mark nor other ends of lines', async (name, document) => {
    writeFileSync(join(world.repo, name), document);
    const result = await world.cli('plan', 'lint', name, '--json');
    expect(result.status, result.stderr).toBe(0);
    const { units, waves, problems } = result.data<PlanView>();
    expect(units).toHaveLength(2);
    expect(waves).toHaveLength(2);
    expect(units.map(({ title }) => title).join()).not.toMatch(/[\r\uFEFF]/);
    expect(problems.map(({ code }) => code)).toEqual(['no_gate', 'no_gate']);
  });

  it.each([
    ['notes/lamps.md', 2],
    ['other/docs/superpowers/plans/2026-11-02-lamps.md', 1],
    ['other/.planning/phases/01-lamps/01-01-PLAN.md', 1],
  ])('is shown and held against the rules wherever it lies: %s', async (name, count) => {
    const path = join(world.repo, '..', 'elsewhere', name);
    mkdirSync(dirname(path), { recursive: true });
    const task = '# Lamps Implementation Plan\n\n### Task 1: Shine\n\nRun: `npm test`\nExpected: PASS\n';
    const gsd =
      '---\nphase: 01-lamps\nplan: 01\ntype: execute\nwave: 1\ndepends_on: []\n---\n<objective>Shine.</objective>\n' +
      '<tasks>\n<task type="auto">\n<name>Task 1: Shine</name>\n<verify>npm test</verify>\n</task>\n</tasks>\n';
    writeFileSync(path, count === 2 ? boxes : name.endsWith('PLAN.md') ? gsd : task);
    for (const action of ['show', 'lint']) {
      const result = await world.cli('plan', action, path, '--json');
      expect(result.status, result.stderr).toBe(0);
      expect(result.data<PlanView>().units).toHaveLength(count);
      if (count === 1) expect(result.data<PlanView>().units[0]?.gate).toEqual(['npm test']);
    }
  });

  it('is run wherever it lies: what its agents are to read travels in the prompt', async () => {
    const home = join(world.root, 'elsewhere');
    mkdirSync(join(home, 'plans'), { recursive: true });
    writeFileSync(join(home, 'plans/notes.md'), '# Notes\n\nThe lamp is green.\n');
    const path = join(home, 'plans/lamp.yaml');
    const steps = [
      { do: 'write', path: 'lamp.txt', content: 'green\n' },
      { do: 'say', text: 'made' },
    ];
    const prompt = `<script>${JSON.stringify(steps)}</script>`;
    const plan = { title: 'lamp', context: ['notes.md'], units: [{ id: 'lamp', title: 'Lamp', prompt }] };
    writeFileSync(path, stringify(plan));
    const ended = await world.cli('run', path, '--write-back', '--json');
    expect(ended.status, ended.stderr).toBe(0);
    const run = ended.data<RunView>();
    expect(run).toMatchObject({ status: 'completed', plan: [path] });
    const said = readJournal(world, run.units[0]?.session_id ?? '', 'in.jsonl');
    expect(said).toContain('The lamp is green.');
    expect(said).not.toContain('Read first');
    expect(await world.git('show', `${run.branch}:lamp.txt`)).toBe('green\n');
    expect(readFileSync(path, 'utf8')).toContain('done: true');
  });

  it.each([
    [
      'home/.claude/plans/warm-owl.md',
      '# Lamps\n\n## Changes\n\n### 1. Shine\n\nx\n\n### 2. Dim\n\ny\n',
      'checklist',
    ],
    ['home/.tickets/l-1.md', '---\nid: l-1\nstatus: open\ndeps: []\ntype: task\n---\n# Shine\n', 'directory'],
    ['home/.trae/specs/lamps/tasks.md', '# Tasks\n\n- [ ] Task 1: Shine\n', 'trae'],
  ])('is known by its place outside of the repository: %s', async (name, text, format) => {
    const path = join(world.repo, '..', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    const result = await world.cli('plan', 'show', path, '--json');
    expect(result.status, result.stderr).toBe(0);
    expect(result.data<PlanView>().format).toBe(format);
  });

  it('is in one of the formats that `plan formats` lists, with a daemon or without', async () => {
    const text = await world.cli('plan', 'formats');
    expect(text.status, text.stderr).toBe(0);
    for (const name of ['task_plan.md', '.trellis/tasks/', '.claude/epics/', '.tickets/', 'todos/NNN-'])
      expect(text.stdout).toContain(name);
    const rows = (await world.cli('plan', 'formats', '--json')).data<Record<string, string>[]>();
    expect(rows.map((row) => Object.keys(row).join())).toEqual(
      rows.map(() => 'format,tools,documents,unit,write_back'),
    );
    const named = await world.cli('plan', 'formats', 'README.md');
    expect([named.status, named.stderr]).toEqual([2, expect.stringContaining('unexpected argument')]);
    expect((await world.cli('plan', 'show')).stderr).toMatch(/missing argument: PLAN/);
  });

  it('tells of its gates: what was taken, changed and left, or just the commands', async () => {
    const document =
      '# Queue Implementation Plan\n\n### Task 1: Drop it\n\nRun: `grep -rn MemoryQueue lib && echo LEAK || echo CLEAN`\n' +
      'Expected: `CLEAN`\n\nRun: `npm test`\nExpected: PASS\n\nRun: `docker compose down -v`\nExpected: PASS\n';
    writeFileSync(join(world.repo, 'queue.md'), document);
    const lint = await world.cli('plan', 'lint', 'queue.md');
    expect(lint.stdout).toContain('gate: 1: npm test\n');
    expect(lint.stdout).toMatch(
      /gate: 1: ! grep -rn MemoryQueue lib \(changed from .*: the document expects/,
    );
    expect(lint.stdout).toMatch(/not a gate: 1: docker compose down -v \(it reaches beyond the workspace\)/);
    const gates = await world.cli('plan', 'show', 'queue.md', '--gates');
    expect(gates.stdout).toMatch(/^1 .*\n {2}! grep -rn MemoryQueue lib\n {2}npm test\n$/);
  });
});
