import { allBlocks, allItems } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { baseName, folderOf, inFolder } from '../../path-parts.ts';
import type { PlanInput } from '../../plan-input.ts';
import { proposesChanges } from './changes.ts';
import { isTaskList } from './read.ts';

/**
 * Other tools use the same name, so the content decides. @returns why a document is an Antigravity plan; undefined if
 * it is not
 */
export function isAntigravity(file: MarkdownFile, { listing }: PlanInput): string | undefined {
  const { path } = file.source;
  if (isTaskList(path)) {
    const boxes = allItems(file.blocks).filter(({ item }) => item.box);
    if (boxes.length === 0) return undefined;
    if (boxes.some(({ item }) => item.box?.mark === '/')) return 'a task.md with boxes in progress [/]';
    if (hasIds(file)) return 'a task.md whose boxes have ids';
    return listing.has(inFolder(folderOf(path), 'implementation_plan.md'))
      ? 'a task.md beside an implementation_plan.md'
      : undefined;
  }
  if (!proposesChanges(file)) return undefined;
  return /^implementation[-_ ]?plan/i.test(baseName(path))
    ? 'an implementation_plan.md that proposes changes of files'
    : 'headings like [MODIFY] and [NEW] of files';
}

function hasIds(file: MarkdownFile): boolean {
  for (const block of allBlocks(file.blocks))
    if (block.kind === 'paragraph' && /<!--\s*id:\s*\d+\s*-->/.test(block.text)) return true;
  return false;
}
