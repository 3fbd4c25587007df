/** A unit in its own file, with front matter and sections: shared by Backlog.md, directory plans and BMAD. */
import { unitDraft } from '../draft.ts';
import type { UnitDraft } from '../draft.ts';
import type { Block } from '../markdown/block.ts';
import { joinSpans, plainText } from '../markdown/inline.ts';
import { allBlocks, allItems, itemText } from '../markdown/outline.ts';
import type { MarkdownFile } from '../markdown/read-markdown.ts';
import { commandsIn, filesOf, proofOf } from '../markdown/unit-words.ts';
import { baseName } from '../path-parts.ts';
import { wordsAbout } from '../text/checks-in-line.ts';
import { gateOf } from '../text/gate-of.ts';
import { commandsOfBlock } from '../text/shell-block.ts';
import { shellLanguages } from '../text/shell-lines.ts';
import { textOf } from '../text/fields.ts';
import { pathsOfList } from '../text/paths.ts';
import { rangeOfLines } from '../text/source-text.ts';
import { checksOf, stepOf } from '../boxes/box-items.ts';
import { kindOfUnit } from '../tasks/person-steps.ts';

export type TaskFileFields = Partial<
  Pick<UnitDraft, 'needs' | 'names' | 'declared_wave' | 'done' | 'agent' | 'kind'>
>;

export function taskFile(
  file: MarkdownFile,
  id: string,
  title: string,
  known: TaskFileFields = {},
): UnitDraft {
  const { source } = file;
  const criteria = below(
    file,
    /^(?:acceptance(?: criteria)?|success criteria|definition of done|done when)\b/i,
  );
  const checks = below(file, /^(?:verification|verify|validation|testing|tests?|how to verify)\b/i);
  const paths = below(file, /^(?:files?|likely files|key files|affected files|files? .*)$/i);
  const boxes = allItems(file.blocks).filter(
    ({ item, boxes: within }) => item.box && within === 0 && !contains(criteria, item.from),
  );
  const proof = proofOf(file.blocks);
  const steps = boxes.map(({ item }) => stepOf(plainText(itemText(item)), item.box?.done ?? false));
  return unitDraft(source, rangeOfLines(source, 0, source.lines.length), id, title, {
    files: [...filesOf(file.blocks), ...paths.flatMap(pathsOfBlock)],
    gate: [...commandsBelow(checks), ...proof.gate, ...checksOf(criteria)],
    acceptance: [...statements(criteria), ...proof.acceptance],
    kind: kindOfUnit(title, steps),
    steps,
    ...known,
  });
}

/** @returns the title from front matter, first heading or file name */
export function titleOfFile(file: MarkdownFile): string {
  const heading = file.sections.find((section) => section.heading.level === 1);
  return (
    textOf(file.front?.fields['title']) ||
    plainText(heading?.heading.text ?? '') ||
    baseName(file.source.path).replace(/\.md$/i, '')
  );
}

/** @returns the blocks of sections with a matching heading */
export function below(file: MarkdownFile, heading: RegExp): Block[] {
  return file.sections
    .filter((section) => heading.test(plainText(section.heading.text)))
    .flatMap((section) => section.blocks);
}

/** @returns list items and paragraphs, each on one line */
export function statements(blocks: readonly Block[]): string[] {
  const items = allItems(blocks).filter(({ depth }) => depth === 0);
  if (items.length > 0)
    return items.map(({ item }) => plainText(itemText(item)).replace(/^#\d+\s+/, '')).filter(Boolean);
  return blocks
    .flatMap((block) => (block.kind === 'paragraph' ? [plainText(block.text)] : []))
    .filter(Boolean);
}

function commandsBelow(blocks: readonly Block[]): string[] {
  const commands: string[] = [];
  for (const block of allBlocks(blocks)) {
    if (block.kind === 'code' && (shellLanguages.has(block.language) || block.language === ''))
      commands.push(...commandsOfBlock(block.text));
    if (block.kind === 'paragraph')
      for (const line of joinSpans(block.text).split('\n'))
        if (/^(?:`[^`]+`[.;]?|(?:Run|Execute):?\s+`[^`]+`.*)$/.test(line.trim()))
          commands.push(
            ...commandsIn(line).flatMap((command) => gateOf(command, wordsAbout(line, command)) ?? []),
          );
  }
  return commands;
}

function pathsOfBlock(block: Block): string[] {
  if (block.kind === 'list') return block.items.flatMap((item) => pathsOfList(itemText(item)));
  return block.kind === 'code' ? pathsOfList(block.text) : [];
}

function contains(blocks: readonly Block[], line: number): boolean {
  return blocks.some((block) => block.from <= line && line < block.to);
}
