/** Checks between phases: `VERIFY` as a box, or as a paragraph followed by a list. */
import { numbered, wordsOfItem } from '../../boxes/box-items.ts';
import type { BoxItem } from '../../boxes/box-items.ts';
import { unitDraft } from '../../draft.ts';
import type { UnitDraft } from '../../draft.ts';
import { codeSpans, joinSpans, plainText } from '../../markdown/inline.ts';
import { allItems, itemText } from '../../markdown/outline.ts';
import type { MarkdownFile } from '../../markdown/read-markdown.ts';
import { textOfBlocks } from '../../markdown/unit-words.ts';
import { statements } from '../../task-files/task-file.ts';
import { checksIn, wordsAbout } from '../../text/checks-in-line.ts';
import { isCommandSpan } from '../../text/commands.ts';
import { expectsSuccess } from '../../text/expectation.ts';
import { gateOf } from '../../text/gate-of.ts';
import { rangeOfLines } from '../../text/source-text.ts';
import { taskWords, verify } from './phases-of.ts';
import type { PlanPhase } from './phases-of.ts';
import { isOver } from './status-file.ts';

export function verifyUnit(
  file: MarkdownFile,
  box: BoxItem,
  number: string,
  statuses: ReadonlyMap<string, string>,
): UnitDraft {
  const words = wordsOfItem(box.item);
  return unitDraft(
    file.source,
    rangeOfLines(file.source, box.item.from, box.item.to),
    `VERIFY-${number}`,
    box.words,
    {
      kind: 'verify',
      names: [`VERIFY ${number}`],
      gate: proving(words),
      acceptance: [box.words.replace(verify, '').trim()].filter(Boolean),
      done: isOver(statuses.get(`VERIFY-${number}`)) || box.done,
    },
  );
}

/** Returns commands that must succeed; a person only looks at others. */
function proving(text: string): string[] {
  return joinSpans(text)
    .split('\n')
    .flatMap((line) => {
      const spans = codeSpans(line);
      const succeeds = expectsSuccess(line.replaceAll(/`[^`]*`/g, ''));
      if (!succeeds) return checksIn(line, spans);
      return spans.filter(isCommandSpan).flatMap((span) => gateOf(span, wordsAbout(line, span)) ?? []);
    });
}

/** Reads `**VERIFY Phase 1:** …` as a paragraph, with the list after it. */
export function paragraphChecks(
  file: MarkdownFile,
  phase: PlanPhase,
  index: number,
  statuses: ReadonlyMap<string, string>,
): UnitDraft[] {
  const blocks = phase.section?.blocks ?? [];
  return blocks.flatMap((block, at) => {
    if (block.kind !== 'paragraph') return [];
    const words = plainText(block.text);
    const match = verify.exec(words);
    if (!match) return [];
    const next = blocks[at + 1];
    const holdsTasks = phase.boxes.some((box) => box.list === next && taskWords.test(box.words));
    const list = next?.kind === 'list' && !holdsTasks ? [next] : [];
    const id = `VERIFY-${match[1] ?? String(index + 1)}`;
    const boxes = allItems(list).flatMap(({ item }) => item.box ?? []);
    const names = allItems(list).flatMap(({ item }) => numbered(plainText(itemText(item)))?.id ?? []);
    const states = names.map((name) => statuses.get(name));
    return unitDraft(
      file.source,
      rangeOfLines(file.source, block.from, list[0]?.to ?? block.to),
      id,
      words.replace(/\s*[:：]$/, ''),
      {
        kind: 'verify',
        names,
        gate: proving(textOfBlocks([block, ...list])),
        acceptance: [words.replace(verify, '').trim(), ...statements(list)].filter(Boolean),
        done:
          isOver(statuses.get(id)) ||
          (states.length > 0 && states.every(isOver)) ||
          (boxes.length > 0 && boxes.every(({ done }) => done)),
      },
    );
  });
}
