import { boxWords } from '../../boxes/box-words.ts';
import { plainText } from '../../markdown/inline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { folderOf, inFolder } from '../../path-parts.ts';
import type { PlanInput } from '../../plan-input.ts';
import { taskSections } from '../../tasks/task-sections.ts';

/**
 * Spec Kit's `plan.md` describes the approach; the work is in the `tasks.md` generated from it.
 *
 * @returns the reason if a document is such a plan
 */
export function isTechnicalPlan(file: MarkdownFile, { listing }: PlanInput): string | undefined {
  const headings = file.sections.map(({ heading }) => plainText(heading.text));
  const found = chapters.filter((chapter) => headings.some((heading) => chapter.test(heading)));
  if (found.length < 2 || taskSections(file).length > 0) return undefined;
  if (boxWords(file).some((words) => /^\[?T\d{3}/.test(words))) return undefined;
  const tasks = inFolder(folderOf(file.source.path), 'tasks.md');
  const said = 'it is the technical plan of Spec Kit, which holds no tasks';
  return listing.has(tasks) ? `${said}: name ${tasks}` : `${said}: make its tasks.md first`;
}

const chapters = [
  /^Technical Context\b/i,
  /^Constitution Check\b/i,
  /^Complexity Tracking\b/i,
  /^Project Structure\b/i,
];
