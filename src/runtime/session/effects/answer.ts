import { answerCall, callBox } from '../../../host/process/preflight/call-box.ts';
import type { JournalEffect } from '../transaction.ts';
import type { Handler } from './handler.ts';

/** Answers hooks that wait. One that has its answer already is gone, so that answering again after a crash does nothing. */
export const answer: Handler<Extract<JournalEffect, { kind: 'answer' }>> = {
  persistent: true,
  async run({ launch, answers }, { dir }) {
    const box = callBox(dir, launch);
    for (const { name, line } of answers) await answerCall(box, name, line);
    return undefined;
  },
  failed: () => undefined,
};
