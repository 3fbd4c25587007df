import { unitDraft } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import { dependencyWords } from '../../markdown/dependency-words.ts';
import { plainText } from '../../markdown/inline.ts';
import type { Section } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { isOver, withoutTick } from '../../markdown/struck.ts';
import { filesOf, proofOf } from '../../markdown/unit-words.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { innerSteps, numbered } from '../../boxes/box-items.ts';

const task = /^\d+\.\d+[a-z]?[.):]?\s+\S/;
const dependency = /\((?:depends?(?:\s+on)?|deps)\s*[:：]?\s*[^)\s][^)]*\)/i;
/** The text after the title. */
const notes =
  /\s*\((?:depends?(?:\s+on)?\s*[:：]?[^)]*|deps[^)]*|no dependencies|independent)\)|\s*\[(?:SEQUENTIAL|PARALLEL|category:[^\]]*)\]/gi;

/**
 * @returns headings like `1.2 Cache (depends: 1.1)`, if at least one states a dependency: numbers alone belong to
 *   chapters
 */
export function taskHeadings(file: MarkdownFile): Section[] {
  const found = file.sections.filter(
    ({ heading }) => heading.level > 1 && task.test(plainText(heading.text)),
  );
  return found.some(({ heading }) => dependency.test(heading.text)) ? found : [];
}

export function unitOfHeading(file: MarkdownFile, section: Section): UnitDraft {
  const words = withoutTick(plainText(section.heading.text));
  const number = numbered(words);
  const steps = innerSteps(section.blocks);
  return unitDraft(
    file.source,
    rangeOfLines(file.source, section.from, section.to),
    number?.id ?? words,
    (number?.rest ?? words).replaceAll(notes, '').trim(),
    {
      ...dependencyWords(words),
      ...proofOf(section.blocks),
      files: filesOf(section.blocks),
      steps,
      done: (steps.length > 0 && steps.every(({ done }) => done)) || isOver(section.heading.text),
    },
  );
}
