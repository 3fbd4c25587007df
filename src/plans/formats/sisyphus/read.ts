import { unitDraft } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import type { Block } from '../../markdown/block.ts';
import { dependencyWords } from '../../markdown/dependency-words.ts';
import { plainText } from '../../markdown/inline.ts';
import { allItems, itemText } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { proofOf, valuesOf } from '../../markdown/unit-words.ts';
import { endsOf, inStages } from '../../order.ts';
import { pathsOfText } from '../../text/paths.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { boxItems, checksOf, skippedBoxes, wordsOfItem } from '../../boxes/box-items.ts';
import type { BoxItem } from '../../boxes/box-items.ts';
import { byDocument } from '../../documents/by-document.ts';
import type { ReadDraft } from '../../plan-input.ts';
import { idsIn } from '../../tasks/task-ids.ts';
import { taskOrder } from '../../tasks/task-order.ts';
import { kindOfUnit } from '../../tasks/person-steps.ts';
import { dependenciesOf } from '../../tasks/stated-dependencies.ts';

/**
 * Sisyphus: `.sisyphus/plans/x.md`. A unit is a box `N.`; each states its blockers, and units without blockers run in
 * parallel. The final wave `F1.` … verifies all of it, also in parallel.
 */
export const readSisyphus: ReadDraft = byDocument((file) => {
  const outer = boxItems(file).filter(({ depth }) => depth === 0);
  const boxes = outer.filter(({ words }) => taskBox.test(words));
  const units = boxes.map((box) => unitOf(file, box));
  putInOrder(file, units, boxes);
  const left = outer.filter((box) => !boxes.includes(box));
  const problems = skippedBoxes(left, 'without a number like 1 or F1', file.source.path);
  return { from: boxes[0]?.item.from, units, problems, context: [file.source.path] };
});

const taskBox = /^(?:Task\s+)?(F?\d+[a-z]?)[.):]\s+(\S.*)$/is;
const blocked = /^(?:blocked by|depends on|dependencies)$/i;

/** @returns whether numbered boxes state blockers and parallelism */
export function isSisyphus(file: MarkdownFile): boolean {
  return boxItems(file).some(
    ({ words, item }) =>
      taskBox.test(words) && valuesOf(item.children, /^(?:can run in parallel|parallelizable)$/i).length > 0,
  );
}

function unitOf(file: MarkdownFile, box: BoxItem): UnitDraft {
  const { item } = box;
  const [line = ''] = itemText(item).split('\n');
  const [, id = '', words = ''] = taskBox.exec(plainText(line)) ?? taskBox.exec(box.words) ?? [];
  const proof = proofOf(item.children);
  const named = /\s+[—–-]+\s+`[\w-]+`\s*$/.test(line);
  // Boxes in a task are its acceptance criteria.
  const criteria = allItems(item.children).flatMap(({ item: inner }) =>
    inner.box ? [plainText(itemText(inner))] : [],
  );
  return unitDraft(
    file.source,
    rangeOfLines(file.source, item.from, item.to),
    id,
    named ? words.replace(/\s+[—–-]+\s+[\w-]+\s*$/, '') : words,
    {
      names: [`Task ${id}`],
      kind: kindOfUnit(words, []),
      files: pathsOfText(wordsOfItem(item)),
      gate: [...proof.gate, ...checksOf(item.children)],
      acceptance: [...criteria, ...proof.acceptance],
      done: box.done,
    },
  );
}

function putInOrder(file: MarkdownFile, units: readonly UnitDraft[], boxes: readonly BoxItem[]): void {
  const order = taskOrder(
    file,
    units.map(({ id }) => id),
  );
  const work = units.filter(({ id }) => !id.startsWith('F'));
  const final = units.filter(({ id }) => id.startsWith('F'));
  for (const [index, unit] of units.entries()) {
    const blocks = boxes[index]?.item.children ?? [];
    const said = valuesOf(blocks, blocked).length > 0;
    const stated =
      dependenciesOf(blocks) ??
      inBrackets(blocks) ??
      order?.needsOf(unit.id) ??
      blockersOf(unit.id, units, boxes);
    if (stated) unit.needs.push(...stated.filter((need) => need !== unit.id));
    const previous = work[work.indexOf(unit) - 1];
    // Without stated dependencies the order of the document applies.
    if (!stated && !said && previous) unit.after.push(previous);
  }
  inStages(endsOf(work), final);
}

/** `**Parallelizable**: NO (depends on 1, 2)`. */
function inBrackets(blocks: readonly Block[]): string[] | undefined {
  const values = valuesOf(blocks, /^(?:parallelizable|can run in parallel)$/i);
  const said = values.map((value) => dependencyWords(plainText(value)));
  const ids = said.flatMap(({ needs, mentions }) => [...needs, ...mentions]);
  return ids.length > 0 ? ids : undefined;
}

/** @returns the tasks that block it by their own statement; undefined if there is none */
function blockersOf(
  id: string,
  units: readonly UnitDraft[],
  boxes: readonly BoxItem[],
): string[] | undefined {
  const found = units.filter((_, index) =>
    valuesOf(boxes[index]?.item.children ?? [], /^blocks$/i).some((value) =>
      idsIn(plainText(value)).includes(id),
    ),
  );
  return found.length > 0 ? found.map((unit) => unit.id) : undefined;
}
