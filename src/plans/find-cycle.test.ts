import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findCycle } from './find-cycle.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const graphs = fc
  .tuple(...ids.map(() => fc.subarray(ids)))
  .map((needs) => ids.map((id, index) => ({ id, depends_on: needs[index] ?? [] })));

it('finds a ring exactly where there is one', () => {
  fc.assert(
    fc.property(graphs, (nodes) => {
      const cycle = findCycle(nodes);
      const needs = new Map(nodes.map((node) => [node.id, node.depends_on]));
      const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
        (needs.get(from) ?? []).some(
          (next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))),
        );
      expect(cycle !== undefined).toBe(ids.some((id) => reaches(id, id)));
      for (const [index, id] of (cycle ?? []).entries())
        expect(needs.get(id)).toContain(cycle?.[(index + 1) % cycle.length]);
    }),
  );
});
