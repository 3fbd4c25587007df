/** Reads the order in a drawing: `US1 → US3`, a tree of `├─>`, a column with `↓` between its lines. */

/** @param idsOf returns the ids in a part of a line; a smaller `placeOf` is earlier in the document */
export interface Names {
  idsOf: (words: string) => string[];
  /** Undefined if it is not a unit. */
  placeOf: (id: string) => number | undefined;
}

const arrow = /\s*(?:[-=─━]+[>▶►]|→|⟶|➜|⇒)\s*(?:\|[^|\n]*\|\s*)?/u;
const down = /^[\s│|┃]*[↓⬇▼⇓v][\s│|┃↓⬇▼⇓v]*$/u;
const branch = /[└├╰]/u;

/**
 * @returns for each target of an arrow all its sources. Arrows point from a unit to the next; if all arrows of a
 *   drawing point backwards in the document, they point to dependencies. Single backward arrows are ambiguous.
 */
export function orderByArrows(lines: readonly string[], names: Names): Map<string, string[]> {
  const edges = edgesOf(lines, names).flatMap(([from, to]) => {
    const [first, next] = [names.placeOf(from), names.placeOf(to)];
    return first === undefined || next === undefined || first === next
      ? []
      : [{ from, to, isForward: first < next }];
  });
  const isReversed = edges.length > 0 && edges.every(({ isForward }) => !isForward);
  const needs = new Map<string, string[]>();
  for (const { from, to, isForward } of edges) {
    if (!isForward && !isReversed) continue;
    const [before, after] = isReversed ? [to, from] : [from, to];
    const known = needs.get(after) ?? [];
    if (!known.includes(before)) needs.set(after, [...known, before]);
    // A unit that is only a source may start at once.
    if (!needs.has(before)) needs.set(before, []);
  }
  return needs;
}

function edgesOf(lines: readonly string[], { idsOf }: Names): [from: string, to: string][] {
  const edges: [string, string][] = [];
  const link = (from: readonly string[], to: readonly string[]) => {
    for (const before of from) for (const after of to) edges.push([before, after]);
  };
  let open: { column: number; ids: string[] }[] = [];
  let above: string[] = [];
  let isBelow = false;
  for (const line of lines) {
    if (down.test(line)) {
      isBelow = above.length > 0;
      continue;
    }
    const parts = line.split(arrow).map(idsOf);
    const named = parts.filter((ids) => ids.length > 0);
    const [first] = named;
    if (!first) {
      if (line.trim() === '') [open, above, isBelow] = [[], [], false];
      continue;
    }
    if (parts.length > 1)
      for (const [index, ids] of named.entries()) link(index === 0 ? [] : (named[index - 1] ?? []), ids);
    const column = line.search(/[\p{L}\p{N}[]/u);
    open = open.filter((entry) => entry.column < column);
    const holder = open.at(-1);
    if (holder && branch.test(line)) link(holder.ids, first);
    else if (isBelow) link(above, first);
    const last = named.at(-1) ?? first;
    open.push({ column, ids: last });
    [above, isBelow] = [last, false];
  }
  return edges;
}
