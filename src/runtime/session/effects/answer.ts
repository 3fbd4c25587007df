import { answerCall, callBox } from '../../../host/process/preflight/call-box.ts';
import type { JournalEffect } from '../transaction.ts';
import type { Handler } from './handler.ts';

/** Answers hooks that wait. A hook that was answered has exited, so a repetition after a crash does nothing. */
export const answer: Handler<Extract<JournalEffect, { kind: 'answer' }>> = {
  persistent: true,
  async run({ launch, answers }, { dir }) {
    const box = callBox(dir, launch);
    for (const { name, line } of answers) await answerCall(box, name, line);
    return undefined;
  },
  failed: () => undefined,
};
