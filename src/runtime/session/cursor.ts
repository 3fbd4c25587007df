import type { AdapterState } from '../../agents/agent.ts';

/** The positions in a session's journal. Stored with every commit, so that nothing is read or written twice. */
export interface Cursor {
  /** Bytes of `in.jsonl` that are decided; they are written after the commit. */
  in_length: number;
  /** Bytes of `out.jsonl` that are processed. */
  out_offset: number;
  /** Bytes of `err.log` that are processed. Bytes that led to no event are counted in memory only. */
  err_offset: number;
  /** Bytes of the name list in the call box of the latest launch that are processed. */
  calls: { launch: number; offset: number };
  /** The adapter's state between lines; null before the first launch. */
  adapter: AdapterState | null;
}

export const startOfJournal: Cursor = {
  in_length: 0,
  out_offset: 0,
  err_offset: 0,
  calls: { launch: 0, offset: 0 },
  adapter: null,
};
