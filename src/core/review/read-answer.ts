import { keepStart } from '../../base/cut-text.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { reviewAnswerSchemas, type ReviewAnswer, type ReviewSubject } from '../../contract/review.ts';

/**
 * Parses a reviewer's answer. It must be exactly one object, at most in a Markdown fence: text around it may repeat
 * an agent's words, and counts as no answer.
 */
export function readAnswer(text: string, kind: ReviewSubject['kind']): Result<ReviewAnswer, string> {
  const bare = text
    .trim()
    .replace(/^```(?:json)?\s*\n([\s\S]*)\n```$/, '$1')
    .trim();
  if (bare === '') return err('it said nothing');
  const value = parse(bare);
  const answer = reviewAnswerSchemas[kind].safeParse(value);
  if (!answer.success) return err(`it did not answer in the form that was asked for: ${shown(bare)}`);
  if (answer.data.decision === 'guide' && !answer.data.guidance?.trim())
    return err('it wanted to guide and did not say where');
  return ok(answer.data);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= 120 ? line : `${keepStart(line, 120)}…`;
}
