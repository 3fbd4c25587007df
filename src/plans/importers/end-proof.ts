import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { plainText } from '../markdown/inline.ts';
import { proofOf } from '../markdown/unit-words.ts';
import type { Proof } from '../markdown/unit-words.ts';
import { checksOf } from './boxes.ts';

const ending =
  /^(?:\W*)(?:\d+[.)]\s*)?(?:validation(?: and acceptance)?|verification(?: plan| steps)?|how to verify|test(?:ing)?(?: plan| strategy)?|automated verification)\W*$/i;

/** @returns what the chapters at the end of a document say proves all of it; the last unit is held to it */
export function proofAtEnd(file: MarkdownFile): Proof {
  const chapters = file.sections.filter(
    ({ heading }) => heading.level > 1 && ending.test(plainText(heading.text)),
  );
  const proofs = chapters.map(({ blocks }) => ({ own: proofOf(blocks), checks: checksOf(blocks) }));
  return {
    gate: proofs.flatMap(({ own, checks }) => [...own.gate, ...checks]),
    acceptance: proofs.flatMap(({ own }) => own.acceptance),
  };
}
