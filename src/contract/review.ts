/** What a reviewer is asked about, and what it may answer. */
import { z } from 'zod';

/** What a reviewer is to decide: about one call of an agent, or whether an agent that has stopped is done. */
export type ReviewSubject =
  | { kind: 'call'; approval_id: string }
  /** With what the proof has found. */
  | { kind: 'stop'; proof: number; commits: number; files_changed: number };

const reason = z.string().max(4_000);

/** The forms of an answer; whatever is none of them is no answer. */
export const reviewAnswerSchemas = {
  call: z.object({
    decision: z.enum(['allow', 'deny', 'guide', 'unsure']),
    reason,
    /** What the agent is told to do instead; with `guide`. */
    guidance: z.string().max(4_000).nullish(),
  }),
  stop: z.object({ decision: z.enum(['complete', 'incomplete', 'unsure']), reason }),
} as const;

export type ReviewSchema = (typeof reviewAnswerSchemas)[ReviewSubject['kind']];

export type ReviewAnswer =
  | z.infer<typeof reviewAnswerSchemas.call>
  | z.infer<typeof reviewAnswerSchemas.stop>
  /** There is none: the reviewer could not be reached, took too long, refused, or said what makes no sense. */
  | { decision: 'failed'; reason: string };

/** What has become of an approval's review. */
export interface Review {
  /** Which reviewer. */
  by: string;
  state: 'under_way' | 'answered' | 'handed_over';
  /** In the reviewer's words, or why there is no answer; null while it is under way. */
  reason: string | null;
}
