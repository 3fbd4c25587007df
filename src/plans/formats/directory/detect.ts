import { titleOf } from '../../documents/title-of.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { baseName } from '../../path-parts.ts';
import { taskSections } from '../../tasks/task-sections.ts';
import { isTask, isTaskName } from './read.ts';

/** @returns why the front matter makes a document one task of several; undefined if it does not */
export function hasTaskFields(file: MarkdownFile): string | undefined {
  const fields = file.front?.fields ?? {};
  if ('wave' in fields && 'plan' in fields) return 'front matter with wave and plan';
  return isTask(file) && isAlone(file) ? 'front matter of a task' : undefined;
}

/** @returns why the name and the heading of a document make it one task; undefined if they do not */
export function isNamedTask(file: MarkdownFile): string | undefined {
  const isNamed = isTaskName(baseName(file.source.path)) && /^Task\s+\d/i.test(titleOf(file));
  return isNamed && isAlone(file) ? 'a task by its name and heading' : undefined;
}

function isAlone(file: MarkdownFile): boolean {
  return taskSections(file).length < 2;
}
