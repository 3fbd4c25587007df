import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { problem } from '../base/problem.ts';
import type { Problem } from '../base/problem.ts';
import type { PlanFormatName } from '../contract/plan-formats.ts';
import { classify } from './classify.ts';
import type { Vote } from './classify.ts';
import type { PlanInput } from './plan-input.ts';

export interface Detected {
  format: PlanFormatName;
  /** One line. */
  reason: string;
}

/**
 * @param vote how a file is classified: by path and content, or by content alone
 * @returns the common format of the files; an error with the reason if they differ or are not plans
 */
export function detect(input: PlanInput, vote: typeof classify = classify): Result<Detected, Problem> {
  const reasons: string[] = [];
  const votes: (Vote & { path: string })[] = [];
  for (const source of input.sources) {
    const found = vote(input, source);
    if ('format' in found) votes.push({ ...found, path: source.path });
    else reasons.push(`${source.path} is not a plan: ${found.reason}`);
  }
  // A document beside a plan of a known format (a roadmap, an overview with boxes) does not change the
  // format.
  const strong = votes.some((vote) => vote.strong);
  const counted = votes.filter((vote) => vote.strong || !strong || !isBeside(vote));
  const [first] = counted;
  if (!first)
    return err(
      problem(
        'invalid',
        reasons[0] ?? 'it holds no plan',
        'Name a document with tasks or checkboxes, or its format with --format.',
      ),
    );
  const other = counted.find((vote) => vote.format !== first.format);
  if (other)
    return err(
      problem(
        'ambiguous',
        `${first.path} is ${first.format} (${first.reason}), but ${other.path} is ${other.format} (${other.reason})`,
        'Name the documents of one plan, or its format with --format.',
      ),
    );
  return ok({ format: first.format, reason: first.reason });
}

function isBeside(vote: { format: PlanFormatName; path: string }): boolean {
  return (
    vote.format === 'checklist' ||
    /(?:^|\/)(?:plan|readme|roadmap|epic|spec|design|requirements|overview|index)\.md$/i.test(vote.path)
  );
}
