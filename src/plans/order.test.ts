import { describe, expect, it } from 'vitest';
import { unitDraft } from './draft.ts';
import type { UnitDraft } from './draft.ts';
import { inSequence, inStages, lastOf } from './order.ts';
import { readSourceText } from './text/source-text.ts';

function units(count: number): UnitDraft[] {
  const source = readSourceText({ path: 'x', bytes: new Uint8Array(), sha256: '' });
  return Array.from({ length: count }, (_, index) =>
    unitDraft(source, { path: 'x', start: 0, end: 0 }, String(index), ''),
  );
}

describe('stages', () => {
  it('wait for all of the stage before', () => {
    const [earlier, later] = [units(3), units(2)];
    inStages(earlier, later);
    expect(later.map((unit) => unit.after)).toEqual([earlier, earlier]);
  });

  it('of very many units are joined through one', () => {
    const [earlier, later] = [units(300), units(300)];
    inStages(earlier, later);
    expect(later[0]?.after).toEqual(earlier);
    expect(later.slice(1).every((unit) => unit.after.length === 1 && unit.after[0] === later[0])).toBe(true);
  });

  it('end with the units that no other unit waits for', () => {
    const [a, b, c] = units(3);
    if (!a || !b || !c) throw new Error('three units');
    inSequence([a, b]);
    expect(lastOf([a, b, c])).toEqual([b, c]);
  });
});
