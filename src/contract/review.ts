/** The questions to a reviewer and its possible answers. */
import { z } from 'zod';

/** The subject: one call of an agent, or whether an agent that stopped is done. */
export type ReviewSubject =
  | { kind: 'call'; approval_id: string }
  /** With the findings of the proof. */
  | { kind: 'stop'; proof: number; commits: number; files_changed: number };

const reason = z.string().max(4_000);

/** The valid answers; anything else counts as no answer. */
export const reviewAnswerSchemas = {
  call: z.object({
    decision: z.enum(['allow', 'deny', 'guide', 'unsure']),
    reason,
    /** Instructions for the agent; with `guide`. */
    guidance: z.string().max(4_000).nullish(),
  }),
  stop: z.object({ decision: z.enum(['complete', 'incomplete', 'unsure']), reason }),
} as const;

export type ReviewSchema = (typeof reviewAnswerSchemas)[ReviewSubject['kind']];

export type ReviewAnswer =
  | z.infer<typeof reviewAnswerSchemas.call>
  | z.infer<typeof reviewAnswerSchemas.stop>
  /** No answer: the reviewer was unreachable, too slow, refused, or gave an invalid answer. */
  | { decision: 'failed'; reason: string };

/** State of an approval's review. */
export interface Review {
  /** The name of the reviewer. */
  by: string;
  state: 'under_way' | 'answered' | 'handed_over';
  /** The reviewer's reason, or why there is no answer; null while the review is pending. */
  reason: string | null;
}
