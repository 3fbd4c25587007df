import { join } from 'node:path';
import { writeLine } from '../../../host/process/journal-writer.ts';
import type { JournalEffect } from '../transaction.ts';
import type { Handler } from './handler.ts';

/** Writes lines to the agent. They are written by position, so a repetition after a crash writes nothing twice. */
export const write: Handler<Extract<JournalEffect, { kind: 'write' }>> = {
  persistent: true,
  ordered: true,
  async run({ offset, lines }, { dir }) {
    let at = offset;
    for (const line of lines) at = await writeLine(join(dir, 'in.jsonl'), at, line);
    return undefined;
  },
  failed: () => undefined,
};
