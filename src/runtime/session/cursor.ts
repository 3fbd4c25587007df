import type { AdapterState } from '../../agents/agent.ts';

/** Where a session's journal stands; stored with every commit, so that nothing is read or written twice. */
export interface Cursor {
  /** Bytes of `in.jsonl` that have been decided; they are written after the commit. */
  in_length: number;
  /** Bytes of `out.jsonl` that have been heard. */
  out_offset: number;
  /** Bytes of `err.log` that have been heard. It moves in memory alone where nothing was heard in them. */
  err_offset: number;
  /** Bytes of the names in the call box of the latest launch that have been heard. */
  calls: { launch: number; offset: number };
  /** What the adapter keeps between lines; null before the first launch. */
  adapter: AdapterState | null;
}

export const startOfJournal: Cursor = {
  in_length: 0,
  out_offset: 0,
  err_offset: 0,
  calls: { launch: 0, offset: 0 },
  adapter: null,
};
