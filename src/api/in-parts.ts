import type { SnapshotPart } from '../contract/live.ts';

type Rows = Pick<SnapshotPart, 'sessions' | 'approvals' | 'runs'>;

/** Bytes of a part, about: JSON's characters are counted. */
const partSize = 1024 * 1024;

/** Splits rows into parts, in their order. A row that is larger than a part is a part by itself. @returns at least one */
export function inParts(rows: Rows): Rows[] {
  const parts: Rows[] = [];
  let part: Rows = { sessions: [], approvals: [], runs: [] };
  let size = 0;
  for (const kind of ['approvals', 'runs', 'sessions'] as const)
    for (const row of rows[kind]) {
      const length = JSON.stringify(row).length;
      if (size > 0 && size + length > partSize) {
        parts.push(part);
        part = { sessions: [], approvals: [], runs: [] };
        size = 0;
      }
      // The list and the row are of one kind.
      (part[kind] as unknown[]).push(row);
      size += length;
    }
  return [...parts, part];
}
