/** A gate passes if and only if the document's author would say that the work is right. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf } from '../support/plan-files.ts';
import { judged, leftAsWords } from './adversarial.ts';
import { documentsWith } from './documents.ts';
import { statusOf } from './status-of.ts';
import { makeStubs } from './stub-programs.ts';

let root: string;
let path: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fairlead-gates-'));
  path = `${makeStubs(root)}:${process.env['PATH'] ?? ''}`;
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function statusesIn(tree: string, gates: readonly string[]): Promise<number[]> {
  const directory = mkdtempSync(join(root, 'tree-'));
  expect(await statusOf(tree, directory, path), `the tree cannot be made: ${tree}`).toBe(0);
  const statuses: number[] = [];
  for (const gate of gates) statuses.push(await statusOf(gate, directory, path));
  return statuses;
}

describe('a gate passes on the right work and fails on the wrong', () => {
  it.each(judged.map((line) => [`${line.around}: ${line.words}`, line] as const))(
    '%s',
    async (_name, { around, words, right, wrong }) => {
      const gates = planOf(documentsWith(around, words)).units[0]?.gate ?? [];
      expect(gates, 'no gate was made of it').not.toEqual([]);
      const passing = await statusesIn(right, gates);
      expect(passing, `on the right work: ${gates.join('\n')}`).toEqual(gates.map(() => 0));
      const failing = await statusesIn(wrong, gates);
      expect(
        failing.some((status) => status !== 0),
        `on the wrong work: ${gates.join('\n')}`,
      ).toBe(true);
    },
  );
});

describe('words that no gate can be made of stay words', () => {
  it.each(leftAsWords)('%s: %s', (around, words) => {
    expect(planOf(documentsWith(around, words)).units[0]?.gate).toEqual([]);
  });
});
