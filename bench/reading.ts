/** Measures reading a plan of every format with its gates, against parsing the same bytes as Markdown. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { graphOf } from '../src/core/plan/graph.ts';
import { lint } from '../src/core/plan/lint.ts';
import { readPlan } from '../src/plans/read-plan.ts';
import { judged } from '../test/gates/adversarial.ts';
import { fixtures } from '../test/gates/fixtures.ts';
import { planFiles, type Documents } from '../test/support/plan-files.ts';
import { ms, quantile, ratio, type Line } from './measure.ts';

const rounds = 15;
/** Number of times that one round reads all fixtures, because one reading takes only a few milliseconds. */
const repeats = 5;
const [few, many] = [100, 1_000];

export function reading(): Promise<Line[]> {
  const documents = fixtures.map((fixture) => fixture.documents);
  // Alternating, so that a busy machine slows both.
  const times = Array.from({ length: rounds }, () => [
    timeOf(() => documents.forEach(readOne)),
    timeOf(() => documents.forEach(parseOne)),
  ]);
  const ours = quantile(
    times.map(([read = 0]) => read / repeats),
    0.5,
  );
  const theirs = quantile(
    times.map(([, parsed = 0]) => parsed / repeats),
    0.5,
  );
  const [perFew = 0, perMany = 0] = [few, many].map((count) => {
    const plan = manyGates(count);
    const each = Array.from({ length: 5 }, () => timeOf(() => readOne(plan)) / repeats / count);
    return quantile(each, 0.5);
  });
  return Promise.resolve([
    {
      what: `plans of ${fixtures.length} formats read and linted, against their bytes parsed as Markdown`,
      fairlead: ms(ours),
      against: ms(theirs),
      ratio: ratio(ours, theirs),
    },
    {
      what: `one gate read in a plan of ${many.toLocaleString('en')}, against one of ${few}`,
      fairlead: ms(perMany),
      against: ms(perFew),
      ratio: ratio(perMany, perFew),
    },
  ]);
}

/** Returns milliseconds of all repeats. */
function timeOf(task: () => void): number {
  const begin = performance.now();
  for (let count = 0; count < repeats; count += 1) task();
  return performance.now() - begin;
}

function readOne(documents: Documents): void {
  const files = planFiles(documents);
  const read = readPlan(
    files,
    files.map(({ path }) => path),
  );
  if (!read.ok) throw new Error(read.error.message);
  lint(read.value, graphOf(read.value, true));
}

function parseOne(documents: Documents): void {
  for (const text of Object.values(documents)) fromMarkdown(text);
}

/** Returns a plan with one task per gate. The gates alternate between all kinds that the tests judge. */
function manyGates(count: number): Documents {
  const runs = judged.filter(({ around }) => around === 'run');
  const tasks = Array.from({ length: count }, (_, number) => {
    const words = runs[number % runs.length]?.words ?? '';
    return `### Task ${number + 1}: Part ${number + 1}\n\n- [ ] **Step 1: Check it**\n\n${words}\n`;
  });
  return {
    'docs/superpowers/plans/2026-11-02-many.md': `# Many Implementation Plan\n\n**Goal:** Gates.\n\n${tasks.join('\n')}`,
  };
}
