import { titleOf } from '../../documents/title-of.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { taskSections } from '../../tasks/task-sections.ts';

/** @returns how many headings "Task N" make a document a plan; undefined if there are too few */
export function hasTaskHeadings(file: MarkdownFile): string | undefined {
  const tasks = taskSections(file);
  // One task at the top is the title of another document.
  const inner = tasks.length > 1 ? tasks : tasks.filter(({ section }) => section.heading.level > 1);
  const isPlan = /\bplan\b/i.test(titleOf(file));
  if (inner.length < (isPlan ? 1 : 2)) return undefined;
  return `${inner.length} headings "Task N"${isPlan ? ' under an implementation plan' : ''}`;
}
