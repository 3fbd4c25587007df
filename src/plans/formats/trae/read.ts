import { keepStart } from '../../../base/cut-text.ts';
import { plainText } from '../../markdown/inline.ts';
import { allItems, itemText } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { personOf } from '../../../contract/person-words.ts';
import { baseName, folderOf, inFolder } from '../../path-parts.ts';
import { checksOf } from '../../boxes/box-items.ts';
import { byDocument } from '../../documents/by-document.ts';
import { holdLastTo } from '../../proof/end-proof.ts';
import type { EndProof } from '../../proof/end-proof.ts';
import type { ReadDraft } from '../../plan-input.ts';
import { unitsOfList } from '../../checklists/units-of-list.ts';

/**
 * Trae: `.trae/specs/<name>/tasks.md`. A unit is a box `Task N`; the chapter "Task Dependencies" states the order.
 * The boxes of `checklist.md` beside it are acceptance criteria of the last unit.
 */
export const readTrae: ReadDraft = byDocument((file, input) => {
  // The checklist proves the tasks, and is not a task itself.
  if (isChecklist(file.source.path)) return { from: undefined, units: [], problems: [] };
  const draft = unitsOfList(file);
  const folder = folderOf(file.source.path);
  const checks = input.sources.find(({ path }) => path === inFolder(folder, 'checklist.md'));
  if (checks) holdLastTo(draft.units, proofIn(input.markdown(checks)));
  return {
    ...draft,
    title: titleOf(file),
    context: ['spec.md', 'checklist.md']
      .map((name) => inFolder(folder, name))
      .filter((path) => input.listing.has(path)),
  };
});

function isChecklist(path: string): boolean {
  return baseName(path) === 'checklist.md';
}

function titleOf(file: MarkdownFile): string {
  const title = plainText(file.sections[0]?.heading.text ?? '');
  const folder = baseName(folderOf(file.source.path));
  return /^(?:tasks?|任务(?:列表|清单)?|任務|タスク|작업)?$/iu.test(title) && folder !== '' ? folder : title;
}

function proofIn(file: MarkdownFile): EndProof {
  const entries = allItems(file.blocks).flatMap(({ item }) =>
    item.box ? [{ words: plainText(itemText(item)), done: item.box.done }] : [],
  );
  const byHand = entries.filter(({ words }) => personOf(words) !== null);
  return {
    gate: checksOf(file.blocks),
    acceptance: entries.filter((entry) => !byHand.includes(entry)).map(({ words }) => words),
    steps: byHand.map(({ words, done }) => ({ title: keepStart(words, 200), kind: 'verify', done })),
  };
}
