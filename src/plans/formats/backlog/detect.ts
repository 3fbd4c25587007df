import { allBlocks } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { textOf } from '../../text/fields.ts';

/** @returns why a document at any path is a task of Backlog.md; undefined if it is not */
export function isTaskFile(file: MarkdownFile): string | undefined {
  const fields = file.front?.fields ?? {};
  const isTask = 'parent_task_id' in fields || (/^\w+-\d+/.test(textOf(fields['id'])) && hasCriteria(file));
  return isTask ? 'front matter of Backlog.md' : undefined;
}

function hasCriteria(file: MarkdownFile): boolean {
  for (const block of allBlocks(file.blocks))
    if (block.kind === 'html' && block.text.includes('AC:BEGIN')) return true;
  return false;
}
