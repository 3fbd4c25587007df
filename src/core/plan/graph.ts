/** The order of a plan's units: dependencies, overlaps of files, waves. Computed once. */
import type { Plan, PlanUnit } from '../../contract/plan.ts';

/** Units are identified by their index in the plan. */
export interface Graph {
  /** The units that must be merged before each unit starts. */
  needs: number[][];
  /** Earlier units with common files: they must end, with any result, before this one starts. */
  yields_to: number[][];
  /** From 1: later than all units that it needs or yields to. */
  wave: number[];
  /** Ids of the units of each wave. */
  layers: string[][];
  /** Number of units on the longest path from this one to the end, including itself: the longest goes first. */
  weight: number[];
  /** Units in a cycle, or behind one; they have no wave, and a run cannot begin. */
  stuck: number[];
  /** Pairs that could otherwise run at the same time. */
  overlaps: Overlap[];
}

export interface Overlap {
  earlier: number;
  later: number;
  path: string;
}

/** @param serialise whether units with common files run one after another */
export function graphOf({ units }: Plan, serialise: boolean): Graph {
  const place = new Map(units.map(({ id }, index) => [id, index]));
  const needs = units.map(({ depends_on }) => [...new Set(depends_on.flatMap((id) => place.get(id) ?? []))]);
  const dependsOnly = order(needs);
  const depth = depths(needs, dependsOnly.order);
  const overlaps = findOverlaps(units, dependsOnly.order).filter(
    ({ earlier, later }) => !needsAlready(needs, depth, later, earlier),
  );
  const yields_to: number[][] = units.map(() => []);
  if (serialise) for (const { earlier, later } of overlaps) yields_to[later]?.push(earlier);
  const before = needs.map((list, index) => [...list, ...(yields_to[index] ?? [])]);
  const { order: sorted, stuck } = order(before);
  const wave = depths(before, sorted);
  const weight = units.map(() => 1);
  for (const index of sorted.toReversed())
    for (const earlier of before[index] ?? [])
      weight[earlier] = Math.max(weight[earlier] ?? 1, 1 + (weight[index] ?? 1));
  const layers: string[][] = [];
  for (const index of sorted.toSorted((a, b) => a - b))
    (layers[(wave[index] ?? 1) - 1] ??= []).push(units[index]?.id ?? '');
  return { needs, yields_to, wave, layers, weight, stuck, overlaps };
}

/** Returns the length of the longest chain up to each unit, including itself; 0 for units in or behind a cycle. */
function depths(before: readonly number[][], sorted: readonly number[]): number[] {
  const depth = before.map(() => 0);
  for (const index of sorted)
    depth[index] =
      1 + (before[index] ?? []).reduce((most, earlier) => Math.max(most, depth[earlier] ?? 0), 0);
  return depth;
}

/** Whether a unit depends on another one, directly or indirectly. A unit that is not deeper than the other cannot. */
function needsAlready(
  needs: readonly number[][],
  depth: readonly number[],
  later: number,
  earlier: number,
): boolean {
  const seen = new Set([later]);
  for (const at of seen)
    for (const need of needs[at] ?? []) {
      if (need === earlier) return true;
      if ((depth[need] ?? 0) > (depth[earlier] ?? 0)) seen.add(need);
    }
  return false;
}

/** Kahn's algorithm; among the units that could come next, the earlier in the document is first. */
function order(before: readonly number[][]): { order: number[]; stuck: number[] } {
  const missing = before.map((list) => list.length);
  const behind: number[][] = before.map(() => []);
  for (const [index, list] of before.entries()) for (const earlier of list) behind[earlier]?.push(index);
  let layer = [...missing.keys()].filter((index) => missing[index] === 0);
  const sorted: number[] = [];
  while (layer.length > 0) {
    const next: number[] = [];
    for (const index of layer) {
      sorted.push(index);
      for (const later of behind[index] ?? []) {
        missing[later] = (missing[later] ?? 0) - 1;
        if (missing[later] === 0) next.push(later);
      }
    }
    layer = next.toSorted((a, b) => a - b);
  }
  return { order: sorted, stuck: [...missing.keys()].filter((index) => (missing[index] ?? 0) > 0) };
}

/**
 * Returns each unit with the previous one that names the same path, or a directory above or below it. The chain along
 * each path separates all its units without a pair for every two of them.
 */
function findOverlaps(units: readonly PlanUnit[], sorted: readonly number[]): Overlap[] {
  const lastAt = new Map<string, number>();
  const lastBelow = new Map<string, number>();
  const overlaps = new Map<string, Overlap>();
  const meet = (earlier: number | undefined, later: number, path: string) => {
    if (earlier !== undefined && earlier !== later)
      overlaps.set(`${earlier} ${later}`, overlaps.get(`${earlier} ${later}`) ?? { earlier, later, path });
  };
  for (const index of sorted) {
    const paths = [...new Set((units[index]?.files ?? []).map(normalise).filter(Boolean))];
    for (const path of paths) {
      meet(lastBelow.get(path), index, path);
      for (const above of ancestors(path)) meet(lastAt.get(above), index, above);
    }
    for (const path of paths) {
      lastAt.set(path, index);
      for (const above of ancestors(path)) lastBelow.set(above, index);
    }
  }
  return [...overlaps.values()];
}

/** Returns the path and every directory above it. */
function ancestors(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function normalise(path: string): string {
  return path
    .replace(/^(\.\/)+/, '')
    .replace(/\/?(\*\*?(\/\*)?)?$/, '')
    .replaceAll(/\/{2,}/g, '/');
}
